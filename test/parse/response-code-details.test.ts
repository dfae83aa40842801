import { expect, test } from "vitest";
import { meaningOfDetails } from "../../src/parse/response-code-details.ts";

test.each([
  ["via_upstream", "yes", null, null],
  ["upstream_per_try_timeout", "likely", null, null],
  ["upstream_reset_before_response_started", "maybe", null, null],
  ["upstream_reset_before_response_started{connection_failure}", "no", "connection_failure", null],
  ["upstream_reset_before_response_started{remote_refused_stream_reset}", "no", "remote_refused_stream_reset", null],
  ["upstream_reset_before_response_started{connection_termination}", "maybe", "connection_termination", null],
  ["upstream_reset_before_response_started{local reset}", "maybe", "local reset", null],
  [
    "upstream_reset_before_response_started{remote_connection_failure|TLS_error:|268435703:SSL:WRONG_VERSION_NUMBER:TLS_error_end}",
    "no",
    "remote_connection_failure",
    "TLS_error:|268435703:SSL:WRONG_VERSION_NUMBER:TLS_error_end",
  ],
  [
    "upstream_reset_before_response_started{connection_failure,delayed_connect_error:_113}",
    "no",
    "connection_failure",
    "delayed_connect_error:_113 (no route to host)",
  ],
  ["upstream_reset_after_response_started{protocol_error}", "yes", "protocol_error", null],
  ["rbac_access_denied_matched_policy[ns[a]-policy[b]-rule[0]]", "no", null, null],
  ["downstream_local_disconnect(closed)", "maybe", null, null],
  ["http1.codec_error", "no", null, null],
])("%s", (text, mayHaveRun, reason, transport) => {
  expect(meaningOfDetails(text)).toMatchObject({ mayHaveRun, reason, transport });
});

test("details that are not known mean nothing", () => {
  expect(meaningOfDetails("something_else{a}")).toBeNull();
  expect(meaningOfDetails("constructor")).toBeNull();
});
