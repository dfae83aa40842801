/** One send and what came of it: at first as a line at its own proxy has it, then as the client side sees it. */
export interface Send {
  /** 0 when the send was cut off. */
  readonly code: number;
  readonly flag: string;
  readonly details: string;
  readonly failure: string;
  readonly bytesSent: number;
  readonly endedAt: number;
  readonly upstreamLocal: string;
  readonly hasHost: boolean;
  readonly wasHanded: boolean;
  readonly wasDone: boolean;
}

const RESET = "upstream_reset_before_response_started";
const REFUSED = "delayed_connect_error:_Connection_refused";
const UNTRUSTED = "TLS_error:|268435581:SSL_routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED:TLS_error_end";

function failed(flag: string, details: string, bytesSent: number, failure = "-"): Send {
  return {
    code: 503,
    flag,
    details,
    failure,
    bytesSent,
    endedAt: 0,
    upstreamLocal: "-",
    hasHost: true,
    wasHanded: false,
    wasDone: false,
  };
}

/** Sends that failed, by what failed; `endedAt` is still to be set. */
export const FAILED = {
  refused: failed("UF", `${RESET}{remote_connection_failure|${REFUSED}}`, 152, REFUSED),
  unreachable: failed("UF", `${RESET}{connection_timeout}`, 91),
  untrusted: failed("UF", `${RESET}{remote_connection_failure|${UNTRUSTED}}`, 238, UNTRUSTED),
  hostless: { ...failed("UH", "no_healthy_upstream", 19), hasHost: false },
  overflow: { ...failed("UO", `${RESET}{overflow}`, 81), hasHost: false },
  terminated: failed("UC", `${RESET}{connection_termination}`, 95),
  answered: { ...failed("-", "via_upstream", 57), wasHanded: true },
} as const;
