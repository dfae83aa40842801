import { expect, test } from "vitest";
import { clientLine } from "../helpers/lines.ts";
import { answered } from "../helpers/stories.ts";
import { foundIn, times, type Telling } from "./found.ts";

const detector = "tls-failures";

/** A request that found no connection, for this reason. */
function failed(
  reason: string,
  { details = `{remote_connection_failure|${reason}}`, transport = reason } = {},
): Telling {
  return ({ at, id }) => ({
    calls: [
      clientLine({
        at,
        id,
        code: 503,
        flags: "URX,UF",
        details: `upstream_reset_before_response_started${details}`,
        transport,
        own: "-",
        attempts: 3,
        took: 60,
      }),
    ],
    arrivals: [],
  });
}

const inTls = (name: string): string => `TLS_error:|268435581:SSL_routines:OPENSSL_internal:${name}:TLS_error_end`;

test("requests that found no connection for one reason of TLS are one finding of the service", async () => {
  const [finding, ...others] = await foundIn(detector, [
    ...times(3, failed(inTls("CERTIFICATE_VERIFY_FAILED"))),
    ...times(28, answered),
  ]);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "warning",
    route: "payments.prod:8080",
    first_seen: "2026-11-20 09:00:00.000",
    last_seen: "2026-11-20 09:00:02.060",
    hits: 3,
    summary: "3 of 31 requests found no connection, because TLS failed",
    values: {
      cluster: "outbound|8080||payments.prod.svc.cluster.local",
      reason: "CERTIFICATE_VERIFY_FAILED",
      failing_hosts: 1,
      hosts: 1,
      host: "10.0.2.1:8080",
    },
  });
  expect(finding?.why).toMatch(
    /^the certificate of the server was not accepted.*none of these requests reached an application$/,
  );
});

test.each([
  [inTls("WRONG_VERSION_NUMBER"), "WRONG_VERSION_NUMBER", /plain text/],
  ["TLS error: 268435703:SSL routines:OPENSSL_internal:WRONG_VERSION_NUMBER", "WRONG_VERSION_NUMBER", /plain text/],
  [
    inTls("SSLV3_ALERT_CERTIFICATE_EXPIRED"),
    "SSLV3_ALERT_CERTIFICATE_EXPIRED",
    /certificate of this proxy has expired/,
  ],
  [inTls("TLSV1_ALERT_UNKNOWN_CA"), "TLSV1_ALERT_UNKNOWN_CA", /does not trust the authority/],
  ["TLS_error:_Secret_is_not_supplied_by_SDS", "SECRET_NOT_SUPPLIED", /not supplied by SDS/],
  ["TLS error: Secret is not supplied by SDS", "SECRET_NOT_SUPPLIED", /not supplied by SDS/],
  [`${inTls("CERTIFICATE_VERIFY_FAILED")}:certificate_has_expired`, "CERTIFICATE_HAS_EXPIRED", /server has expired/],
  [inTls("SOMETHING_NEW"), "SOMETHING_NEW", /TLS failed: SOMETHING_NEW/],
  ["TLS_error", "UNKNOWN", /does not name the reason/],
])("%s is told in words", async (text, reason, words) => {
  const [finding, ...others] = await foundIn(detector, times(3, failed(text)));
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ severity: "critical", values: { reason } });
  expect(finding?.why).toMatch(words);
});

test("the reason may stand in its own field alone", async () => {
  const untold = failed(inTls("WRONG_VERSION_NUMBER"), { details: "{connection_failure}" });
  expect(await foundIn(detector, times(3, untold))).toMatchObject([{ hits: 3 }]);
});

test("reasons and clusters are findings of their own", async () => {
  const elsewhere: Telling = (at) => {
    const { calls, arrivals } = failed(inTls("WRONG_VERSION_NUMBER"))(at);
    const other = { cluster: "outbound|8443|v2|payments.prod.svc.cluster.local", host: "10.0.2.7:8443" };
    return { calls: calls.map((line) => ({ ...line, ...other })), arrivals };
  };
  const findings = await foundIn(detector, [
    ...times(5, failed(inTls("WRONG_VERSION_NUMBER"))),
    ...times(4, failed(inTls("TLSV1_ALERT_UNKNOWN_CA"))),
    ...times(3, elsewhere),
  ]);
  expect(findings.map(({ route, hits }) => [route, hits])).toEqual([
    ["payments.prod:8080", 5],
    ["payments.prod:8080", 4],
    ["payments.prod:8443 subset v2", 3],
  ]);
});

test("nothing is found in connections that were refused, nor in two of TLS", async () => {
  const refused = failed("delayed_connect_error:_Connection_refused");
  expect(await foundIn(detector, [...times(9, refused), ...times(2, failed(inTls("WRONG_VERSION_NUMBER")))])).toEqual(
    [],
  );
});
