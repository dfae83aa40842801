import type { OperatorRow } from "./operator-table.ts";

const parts: Readonly<Record<string, string>> = {
  URI_SAN: "URIs in the certificate",
  DNS_SAN: "DNS names in the certificate",
  IP_SAN: "addresses in the certificate",
  EMAIL_SAN: "e-mail addresses in the certificate",
  OTHERNAME_SAN: "other names in the certificate",
  SUBJECT: "subject of the certificate",
  ISSUER: "issuer of the certificate",
  SERIAL: "serial number of the certificate",
  FINGERPRINT_256: "SHA-256 of the certificate",
  FINGERPRINT_1: "SHA-1 of the certificate",
  CERT: "the certificate",
  CERT_V_START: "when the certificate began to be valid",
  CERT_V_END: "when the certificate ends to be valid",
  CHAIN_FINGERPRINTS_256: "SHA-256 of the certificates of the chain",
  CHAIN_FINGERPRINTS_1: "SHA-1 of the certificates of the chain",
  CHAIN_SERIALS: "serial numbers of the certificates of the chain",
};

const ends = {
  DOWNSTREAM_PEER: "the caller's",
  DOWNSTREAM_LOCAL: "the proxy's to the caller",
  UPSTREAM_PEER: "the upstream's",
  UPSTREAM_LOCAL: "the proxy's to the upstream",
};

/** The peer chose its certificate, so its names may hold anything. */
const certificates: readonly OperatorRow[] = Object.entries(ends).flatMap(([end, whose]) =>
  Object.entries(parts).map(([part, about]): OperatorRow => [
    `${end}_${part}`,
    "free",
    part.startsWith("CERT_V") ? "may" : "none",
    `${about}, ${whose}`,
  ]),
);

const connections: readonly OperatorRow[] = ["DOWNSTREAM", "UPSTREAM"].flatMap((side): OperatorRow[] => [
  [`${side}_TLS_VERSION`, "token", "none", "TLS version"],
  [`${side}_TLS_CIPHER`, "token", "none", "TLS cipher"],
  [`${side}_TLS_SESSION_ID`, "token", "none", "TLS session"],
]);

const rows: ReadonlyMap<string, OperatorRow> = new Map([...certificates, ...connections].map((row) => [row[0], row]));

/** The operators that print TLS versions, ciphers and certificates. */
export const tlsNames: readonly string[] = [...rows.keys()];

/** One of them, or undefined. */
export function tlsRow(name: string): OperatorRow | undefined {
  return rows.get(name);
}
