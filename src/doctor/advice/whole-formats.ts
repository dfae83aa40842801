import envoyGatewayJson from "../../parse/formats/envoy-gateway-json.ts";
import istioJson from "../../parse/formats/istio-json.ts";
import istioTextAttempts from "../../parse/formats/istio-text-attempts.ts";
import { block, folded, pairs } from "./yaml.ts";

/** Two keys of the shelf's format stand for one field; a configuration has one of them. */
const { upstream_request_attempt_count: _twice, access_log_type, ...istioKeys } = istioJson.shape.json;

/** What the router's own log leaves empty, or what says no more than the request's line (envoyproxy/envoy#35871). */
const emptyOfSends: ReadonlySet<string> = new Set([
  "attempt_count",
  "attempt_ordinal",
  "connection_termination_details",
  "downstream_local_address",
  "requested_server_name",
  "response_code_details",
  "upstream_service_time",
  "user_agent",
  "x_forwarded_for",
]);

/** `%UPSTREAM_CLUSTER%` is known to every Envoy, the name with `_RAW` since 1.31.1. */
const olderCluster = "%UPSTREAM_CLUSTER%";

/** Istio's text format with the fields that its default lacks: read as `istio-text-attempts`. */
export const istioText = folded(istioTextAttempts.shape.text);
/** Istio's JSON keys with the fields that its default lacks, as the text of a JSON object. */
export const istioJsonText = block(JSON.stringify(istioKeys, null, 2));
/** What a line for each send needs of these keys beside the one that tells it from a request's: details and counts are empty there. */
export const sendKeys = pairs({ access_log_type, ...without(istioKeys, emptyOfSends) });
/** The text format for an Envoy of any version. */
export const envoyText = folded(istioTextAttempts.shape.text.replace("%UPSTREAM_CLUSTER_RAW%", olderCluster));
/** The JSON keys for an Envoy of any version, as YAML. */
export const envoyKeys = pairs({ ...istioKeys, upstream_cluster: olderCluster });
/** Envoy Gateway's JSON keys with the fields that its default lacks, as YAML. */
export const envoyGatewayKeys = pairs(envoyGatewayJson.shape.json);

function without(keys: Readonly<Record<string, string>>, left: ReadonlySet<string>): Record<string, string> {
  return Object.fromEntries(Object.entries(keys).filter(([key]) => !left.has(key)));
}
