import { typed, type JsonObject } from "../json.ts";

/** What tells the HTTP side of one listener from another's. */
export interface HttpSide {
  /** Access loggers for requests, and those of the router for sends. */
  readonly logs: readonly JsonObject[];
  readonly sends: readonly JsonObject[];
  /** Envoy's use_remote_address: whether this proxy stands at the edge. */
  readonly knowsCaller: boolean;
  readonly isTraced: boolean;
  /** The filters before the router. */
  readonly filters: readonly JsonObject[];
}

/** A fault filter that does nothing but where a route tells it to. */
export const fault: JsonObject = {
  name: "envoy.filters.http.fault",
  typed_config: typed("envoy.extensions.filters.http.fault.v3.HTTPFault"),
};

/** A filter as Istio makes it of an AuthorizationPolicy named `deny-forbidden`. Source: istio/istio `pilot/pkg/security/authz/builder/builder.go`. */
export const authorization: JsonObject = {
  name: "envoy.filters.http.rbac",
  typed_config: typed("envoy.extensions.filters.http.rbac.v3.RBAC", {
    rules: {
      action: "DENY",
      policies: {
        "ns[prod]-policy[deny-forbidden]-rule[0]": {
          permissions: [{ url_path: { path: { prefix: "/accounts/forbidden" } } }],
          principals: [{ any: true }],
        },
      },
    },
  }),
};

/** Samples every request: the character at index 14 of a request id becomes 9. Source: envoyproxy/envoy `source/extensions/request_id/uuid/config.cc`. */
const tracing: JsonObject = {
  random_sampling: { value: 100 },
  provider: {
    name: "envoy.tracers.opentelemetry",
    typed_config: typed("envoy.config.trace.v3.OpenTelemetryConfig", {
      service_name: "laboratory",
      grpc_service: { envoy_grpc: { cluster_name: "zipkin" }, timeout: "0.25s" },
    }),
  },
};

/** The network filter that speaks HTTP, with its routes, filters and logs. */
export function connectionManager(
  statPrefix: string,
  routes: { readonly route_config: JsonObject } | { readonly rds: JsonObject },
  { logs, sends, knowsCaller, isTraced, filters }: HttpSide,
): JsonObject {
  const router = typed(
    "envoy.extensions.filters.http.router.v3.Router",
    sends.length === 0 ? {} : { upstream_log: sends },
  );
  const settings = typed("envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager", {
    stat_prefix: statPrefix,
    codec_type: "AUTO",
    server_name: "istio-envoy",
    use_remote_address: knowsCaller,
    normalize_path: true,
    stream_idle_timeout: "0s",
    ...routes,
    http_filters: [...filters, { name: "envoy.filters.http.router", typed_config: router }],
    access_log: logs,
    ...(isTraced ? { tracing } : {}),
  });
  return { name: "envoy.filters.network.http_connection_manager", typed_config: settings };
}
