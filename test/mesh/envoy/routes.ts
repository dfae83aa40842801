import { rename, writeFile } from "node:fs/promises";
import { clusterName } from "../topology/destinations.ts";
import { serviceNamed, virtualIp, type Mesh } from "../topology/mesh.ts";
import { istioDefaultRetries, routes, type Retries, type Route } from "../topology/routes.ts";
import { hostOf, services, type Service } from "../topology/services.ts";
import { typed, type JsonObject } from "../json.ts";

/** The host that callers outside the mesh know. */
export const publicHost = "api.example.com";

const routeConfigName = "http.8080";

/** A gateway's routes: one public host, and nothing (404 NR) for any other. */
function gatewayRoutes(inForce: readonly Route[]): JsonObject {
  const host = {
    name: `${publicHost}:8080`,
    domains: [publicHost, `${publicHost}:*`],
    routes: inForce.map(routeJson),
    include_request_attempt_count: true,
  };
  return { name: routeConfigName, virtual_hosts: [host], validate_clusters: false };
}

/** Where the gateways look for their routes, so that these can change while traffic goes on, as they do when a VirtualService is applied. */
export function routesFromFile(path: string): JsonObject {
  return { config_source: { path_config_source: { path } }, route_config_name: routeConfigName };
}

/** Puts these routes in force: Envoy reads the file again when another takes its place. */
export async function writeGatewayRoutes(path: string, inForce: readonly Route[]): Promise<void> {
  const routeConfig = typed("envoy.config.route.v3.RouteConfiguration", gatewayRoutes(inForce));
  await writeFile(`${path}.new`, JSON.stringify({ resources: [routeConfig] }));
  await rename(`${path}.new`, path);
}

/** An outbound sidecar's routes: one virtual host per service, its named routes first, then `default`. */
export function sidecarRoutes(mesh: Mesh): JsonObject {
  const hosts = services.filter((service) => service.name !== "batch").map((service) => serviceHost(mesh, service));
  return { name: "8080", virtual_hosts: hosts, validate_clusters: false };
}

/**
 * An inbound sidecar's routes: everything to the application.
 *
 * Source: istio/istio `pilot/pkg/networking/core/route/route.go`: route `default` without a timeout, and since 1.24 the retry policy
 * `reset-before-request`, which gRPC ports do not get. The attempt header is not written here, so the one of the hop before stays.
 */
export function inboundRoutes(service: Service): JsonObject {
  const retries =
    service.protocol === "grpc"
      ? {}
      : { retry_policy: retryPolicy({ attempts: 2, retryOn: "reset-before-request" }, false) };
  const route = {
    name: "default",
    match: { prefix: "/" },
    route: { cluster: `inbound|${service.port}||`, timeout: "0s", ...retries },
  };
  return {
    name: `inbound|${service.port}||`,
    virtual_hosts: [{ name: `inbound|http|${service.port}`, domains: ["*"], routes: [route] }],
  };
}

function serviceHost(mesh: Mesh, service: Service): JsonObject {
  const names = [hostOf(service.name), service.name, `${service.name}.prod`, virtualIp(mesh, service)];
  const named = routes.filter((route) => route.service === service.name);
  const rest: Route = {
    name: "default",
    service: service.name,
    subset: "",
    prefix: "/",
    isExact: false,
    method: null,
    retries: istioDefaultRetries,
    timeoutMs: 0,
  };
  return {
    name: `${hostOf(service.name)}:${service.port}`,
    domains: names.flatMap((name) => [name, `${name}:${service.port}`]),
    routes: [...named, rest].map(routeJson),
    include_request_attempt_count: true,
  };
}

function routeJson(route: Route): JsonObject {
  const headers =
    route.method === null ? {} : { headers: [{ name: ":method", string_match: { exact: route.method } }] };
  const match = route.isExact ? { path: route.prefix, ...headers } : { prefix: route.prefix, ...headers };
  return {
    ...(route.name === "" ? {} : { name: route.name }),
    match,
    route: actionJson(route),
    ...(route.fault === undefined
      ? {}
      : { typed_per_filter_config: { "envoy.filters.http.fault": faultJson(route.fault) } }),
    ...(route.bufferLimitBytes === undefined ? {} : { per_request_buffer_limit_bytes: route.bufferLimitBytes }),
  };
}

function actionJson(route: Route): JsonObject {
  return {
    cluster: route.hasNoCluster
      ? "outbound|8080||nowhere.prod.svc.cluster.local"
      : clusterName(serviceNamed(route.service), route.subset),
    timeout: seconds(route.timeoutMs),
    ...(route.retries === null ? {} : { retry_policy: retryPolicy(route.retries, true) }),
    ...(route.hedges ? { hedge_policy: { hedge_on_per_try_timeout: true } } : {}),
    ...(route.mirrorTo === undefined
      ? {}
      : {
          request_mirror_policies: [
            { cluster: clusterName(serviceNamed(route.mirrorTo.service), route.mirrorTo.subset) },
          ],
        }),
    ...(route.followsRedirects
      ? { internal_redirect_policy: { max_internal_redirects: 2, redirect_response_codes: [302, 307] } }
      : {}),
  };
}

function faultJson(fault: NonNullable<Route["fault"]>): JsonObject {
  const percentage = { numerator: 50, denominator: "HUNDRED" };
  const what =
    "delayMs" in fault
      ? { delay: { fixed_delay: seconds(fault.delayMs), percentage } }
      : { abort: { http_status: fault.abortStatus, percentage } };
  return typed("envoy.extensions.filters.http.fault.v3.HTTPFault", what);
}

/** Envoy's retry policy for a VirtualService's; a number in `retryOn` becomes a retriable status code, as Istio does. */
function retryPolicy(retries: Retries, avoidsPreviousHosts: boolean): JsonObject {
  const words = retries.retryOn.split(",");
  const codes = words.filter((word) => /^\d+$/.test(word)).map(Number);
  const conditions = words.filter((word) => !/^\d+$/.test(word));
  const predicate = {
    name: "envoy.retry_host_predicates.previous_hosts",
    typed_config: typed("envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate"),
  };
  return {
    retry_on: [...conditions, ...(codes.length > 0 ? ["retriable-status-codes"] : [])].join(","),
    num_retries: retries.attempts,
    ...(codes.length > 0 ? { retriable_status_codes: codes } : {}),
    ...(retries.perTryTimeoutMs === undefined ? {} : { per_try_timeout: seconds(retries.perTryTimeoutMs) }),
    ...(avoidsPreviousHosts ? { retry_host_predicate: [predicate], host_selection_retry_max_attempts: "5" } : {}),
  };
}

function seconds(ms: number): string {
  return `${ms / 1000}s`;
}
