import type { Advice } from "../checkup.ts";
import { envoyGatewayKeys, envoyKeys, envoyText } from "./whole-formats.ts";
import { document, indented } from "./yaml.ts";

/**
 * The access log of an Envoy that people configure themselves.
 *
 * Source: https://www.envoyproxy.io/docs/envoy/v1.37.0/api-v3/extensions/access_loggers/file/v3/file.proto
 */
export function envoyFormat(fields: readonly string[], isText: boolean): Advice {
  const format = isText
    ? ["text_format_source:", "  inline_string: >", ...indented(envoyText, 4)]
    : ["json_format:", ...indented(envoyKeys, 2)];
  const count = fields.includes("attempt_ordinal")
    ? [
        "route_config:",
        "  virtual_hosts:",
        "    # In each virtual host, beside its name, domains and routes:",
        "    - include_request_attempt_count: true",
      ]
    : [];
  return {
    title: "Envoy: log the fields that are missing",
    fields,
    notes: [
      "goes into typed_config of each HttpConnectionManager, in place of its access_log; the route_config may come from RDS",
      "needs Envoy 1.22; products that are built on Envoy have a place of their own for the same format",
    ],
    yaml: document(
      "access_log:",
      "  - name: envoy.access_loggers.file",
      "    typed_config:",
      '      "@type": type.googleapis.com/envoy.extensions.access_loggers.file.v3.FileAccessLog',
      "      path: /dev/stdout",
      "      log_format:",
      ...indented(format, 8),
      ...count,
    ),
  };
}

/** Lets an Envoy give each request an id. Source: https://www.envoyproxy.io/docs/envoy/v1.37.0/configuration/http/http_conn_man/headers#x-request-id */
export const envoyRequestId: string = document("generate_request_id: true");

/**
 * Envoy Gateway's resource with the whole format.
 *
 * Source: https://gateway.envoyproxy.io/docs/tasks/observability/proxy-accesslog/
 */
export function envoyGatewayFormat(fields: readonly string[]): Advice {
  return {
    title: "Envoy Gateway: log the fields that are missing",
    fields,
    notes: [
      "name it in parametersRef of the GatewayClass or Gateway, or put its telemetry into the EnvoyProxy that is named there",
      "fields of your own that your format has now must be added: this one takes its place",
    ],
    yaml: document(
      "apiVersion: gateway.envoyproxy.io/v1alpha1",
      "kind: EnvoyProxy",
      "metadata:",
      "  name: access-log",
      "  namespace: envoy-gateway-system",
      "spec:",
      "  telemetry:",
      "    accessLog:",
      "      settings:",
      "        - format:",
      "            type: JSON",
      "            json:",
      ...indented(envoyGatewayKeys, 14),
      "          sinks:",
      "            - type: File",
      "              file:",
      "                path: /dev/stdout",
    ),
  };
}
