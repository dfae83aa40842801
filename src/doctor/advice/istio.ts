import type { Advice } from "../checkup.ts";
import { istioJsonText, istioText, sendKeys } from "./whole-formats.ts";
import { document, indented } from "./yaml.ts";

/**
 * MeshConfig with the whole format, as it stands in the values of istiod's chart and in an IstioOperator.
 *
 * Source: https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/ (accessLogFile, accessLogEncoding, accessLogFormat)
 */
export function istioFormat(fields: readonly string[], isText: boolean): Advice {
  return {
    title: "Istio: log the fields that are missing",
    fields,
    notes: [
      "goes into the values of istiod's chart or spec of an IstioOperator; in the ConfigMap istio, the three keys stand in data.mesh without meshConfig",
      "a provider of a Telemetry resource with a logFormat of its own has its format there instead",
      "UPSTREAM_CLUSTER_RAW needs Istio 1.23; on an older one write UPSTREAM_CLUSTER, and be on 1.14 or newer: a proxy refuses a format with an operator that it does not know",
      "fields of your own that your format has now must be added: this one takes its place",
    ],
    yaml: document(
      "meshConfig:",
      "  accessLogFile: /dev/stdout",
      `  accessLogEncoding: ${isText ? "TEXT" : "JSON"}`,
      `  accessLogFormat: ${isText ? ">" : "|"}`,
      ...indented(isText ? istioText : istioJsonText, 4),
    ),
  };
}

/**
 * A Telemetry resource that lets all proxies of a namespace log everything; of the whole mesh where that is istio-system.
 *
 * Source: https://istio.io/latest/docs/reference/config/telemetry/ (AccessLogging), provider envoy: istio/istio pilot/pkg/model/telemetry_logging.go
 */
export function istioTelemetry(namespace: string): string {
  return document(
    "apiVersion: telemetry.istio.io/v1",
    "kind: Telemetry",
    "metadata:",
    "  name: access-log",
    `  namespace: ${namespace}`,
    "spec:",
    "  accessLogging:",
    "    - providers:",
    "        - name: envoy",
  );
}

/** The headers that Istio adds unless told otherwise. Source: https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig-ProxyHeaders */
export function istioHeader(name: "requestId" | "attemptCount"): string {
  return document("meshConfig:", "  defaultConfig:", "    proxyHeaders:", `      ${name}:`, "        disabled: false");
}

/**
 * An EnvoyFilter that lets the proxies that ask tell the next proxy which send it gets.
 *
 * Source: https://www.envoyproxy.io/docs/envoy/v1.37.0/api-v3/config/route/v3/route_components.proto (include_request_attempt_count)
 */
export const istioAttemptHeader: string = document(
  "apiVersion: networking.istio.io/v1alpha3",
  "kind: EnvoyFilter",
  "metadata:",
  "  name: attempt-count-header",
  "  namespace: istio-system",
  "spec:",
  "  configPatches:",
  ...["GATEWAY", "SIDECAR_OUTBOUND"].flatMap((context) => [
    "    - applyTo: VIRTUAL_HOST",
    "      match:",
    `        context: ${context}`,
    "      patch:",
    "        operation: MERGE",
    "        value:",
    "          include_request_attempt_count: true",
  ]),
);

/**
 * An EnvoyFilter that lets the proxies that ask write a line for each send, where nothing in front of the application can.
 *
 * Source: https://www.envoyproxy.io/docs/envoy/v1.37.0/api-v3/extensions/filters/http/router/v3/router.proto (upstream_log)
 */
export const istioSendLog: string = document(
  "apiVersion: networking.istio.io/v1alpha3",
  "kind: EnvoyFilter",
  "metadata:",
  "  name: log-each-send",
  "  namespace: istio-system",
  "spec:",
  "  configPatches:",
  "    - applyTo: HTTP_FILTER",
  ...indented(routerOf("GATEWAY"), 6),
  // What both patches share is written once: YAML's own anchor, which kubectl resolves.
  "      patch: &log",
  "        operation: MERGE",
  "        value:",
  "          typed_config:",
  '            "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router',
  "            upstream_log:",
  "              - name: envoy.access_loggers.file",
  "                typed_config:",
  '                  "@type": type.googleapis.com/envoy.extensions.access_loggers.file.v3.FileAccessLog',
  "                  path: /dev/stdout",
  "                  log_format:",
  "                    json_format:",
  ...indented(sendKeys, 22),
  "    - applyTo: HTTP_FILTER",
  ...indented(routerOf("SIDECAR_OUTBOUND"), 6),
  "      patch: *log",
);

/** Where an EnvoyFilter finds the router of all listeners of a kind. */
function routerOf(context: string): string[] {
  return [
    "match:",
    `  context: ${context}`,
    "  listener:",
    "    filterChain:",
    "      filter:",
    "        name: envoy.filters.network.http_connection_manager",
    "        subFilter:",
    "          name: envoy.filters.http.router",
  ];
}
