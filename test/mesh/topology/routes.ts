/** A VirtualService's `retries` block. Units: `perTryTimeoutMs` milliseconds. */
export interface Retries {
  readonly attempts: number;
  readonly retryOn: string;
  readonly perTryTimeoutMs?: number;
}

/** One named HTTP route of a VirtualService that is bound to the gateway and to the mesh. */
export interface Route {
  /** Printed as `%ROUTE_NAME%`; empty for a route without a name. */
  readonly name: string;
  readonly service: string;
  readonly subset: string;
  readonly prefix: string;
  readonly isExact: boolean;
  readonly method: string | null;
  readonly retries: Retries | null;
  /** Zero is no timeout, which is what Istio writes when a route has none. */
  readonly timeoutMs: number;
  readonly mirrorTo?: { readonly service: string; readonly subset: string };
  readonly hedges?: true;
  readonly followsRedirects?: true;
  readonly bufferLimitBytes?: number;
  readonly hasNoCluster?: true;
  /** A VirtualService's fault injection, for half of the requests. */
  readonly fault?: { readonly abortStatus: number } | { readonly delayMs: number };
}

/**
 * The outbound policy Istio gives a route that names none.
 * Source: istio/istio `pilot/pkg/networking/core/route/retry/retry.go`, 1.24 and later.
 */
export const istioDefaultRetries: Retries = {
  attempts: 2,
  retryOn: "connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes",
};

/** The policy of the seed incident: every send cut at 100 ms is sent again, four times in all. */
export const incidentRetries: Retries = {
  attempts: 3,
  perTryTimeoutMs: 100,
  retryOn: "gateway-error,connect-failure,refused-stream",
};

const onGatewayError: Retries = { attempts: 2, retryOn: "gateway-error,connect-failure,refused-stream" };

/** All routes, in the order in which Envoy tries them; what none of them takes goes to a service's route `default`. */
export const routes: readonly Route[] = [
  route("accounts-create", "accounts", "/accounts", { isExact: true, method: "POST", retries: incidentRetries }),
  route("accounts-transfers", "accounts", "/accounts/transfers", {
    retries: { attempts: 3, perTryTimeoutMs: 200, retryOn: "5xx,reset" },
  }),
  route("accounts-closures", "accounts", "/accounts/closures", { retries: onGatewayError }),
  route("accounts-statements", "accounts", "/accounts/statements", {
    retries: { attempts: 2, retryOn: "503,connect-failure" },
  }),
  route("accounts-preferences", "accounts", "/accounts/preferences", {
    retries: { ...istioDefaultRetries, perTryTimeoutMs: 100 },
  }),
  route("accounts-holders", "accounts", "/accounts/holders", {
    retries: { attempts: 2, retryOn: "gateway-error,retriable-4xx" },
  }),
  route("accounts-audits", "accounts", "/accounts/audits", {
    timeoutMs: 300,
    retries: { attempts: 3, perTryTimeoutMs: 120, retryOn: "gateway-error" },
  }),
  route("accounts-deadlines", "accounts", "/accounts/deadlines", { timeoutMs: 150 }),
  route("accounts-quotes", "accounts", "/accounts/quotes", {
    hedges: true,
    retries: { attempts: 2, perTryTimeoutMs: 100, retryOn: "gateway-error" },
  }),
  route("accounts-pings", "accounts", "/accounts/pings", {
    retries: { attempts: 1, perTryTimeoutMs: 1, retryOn: "gateway-error" },
  }),
  route("accounts-documents", "accounts", "/accounts/documents", {
    retries: onGatewayError,
    bufferLimitBytes: 32 * 1024,
  }),
  route("accounts-moved", "accounts", "/accounts/moved", { followsRedirects: true }),
  route("accounts-canary", "accounts", "/accounts/canary", { subset: "canary" }),
  route("accounts-gone", "accounts", "/accounts/gone", { subset: "gone" }),
  route("accounts-wrongtls", "accounts", "/accounts/wrongtls", { subset: "wrongtls" }),
  route("accounts-stuck", "accounts", "/accounts/stuck", { subset: "stuck" }),
  route("accounts-empty", "accounts", "/accounts/empty", { subset: "empty" }),
  route("accounts-ejecting", "accounts", "/accounts/ejecting", { subset: "ejecting", retries: onGatewayError }),
  route("accounts-tiny", "accounts", "/accounts/tiny", { subset: "tiny", retries: onGatewayError }),
  route("accounts-fewretries", "accounts", "/accounts/fewretries", { subset: "fewretries", retries: onGatewayError }),
  route("accounts-maint", "accounts", "/accounts/maint", { subset: "maint", retries: onGatewayError }),
  route("accounts-budget", "accounts", "/accounts/budget", { subset: "budget", retries: onGatewayError }),
  route("accounts-shortlived", "accounts", "/accounts/shortlived", {
    subset: "shortlived",
    retries: { attempts: 2, retryOn: "5xx" },
  }),
  route("accounts-aborted", "accounts", "/accounts/aborted", {
    retries: { attempts: 2, retryOn: "5xx" },
    fault: { abortStatus: 503 },
  }),
  route("accounts-delayed", "accounts", "/accounts/delayed", { retries: incidentRetries, fault: { delayMs: 150 } }),
  route("accounts-forbidden", "accounts", "/accounts/forbidden", { retries: { attempts: 2, retryOn: "403" } }),
  route("accounts-missing", "accounts", "/accounts/missing", { hasNoCluster: true }),
  route("accounts", "accounts", "/accounts", {}),
  route("oauth-token", "oauth", "/oauth/token", { isExact: true, method: "POST", retries: incidentRetries }),
  route("oauth", "oauth", "/oauth", {}),
  route("orders-checkout", "orders", "/orders/checkout", { retries: onGatewayError }),
  route("orders-bulk", "orders", "/orders/bulk", { retries: { attempts: 3, retryOn: "5xx" } }),
  route("orders", "orders", "/orders", {}),
  route("payments-charges", "payments", "/payments/charges", { retries: { attempts: 2, retryOn: "5xx" } }),
  route("payments-bulk", "payments", "/payments/bulk", { retries: { attempts: 3, retryOn: "5xx" } }),
  route("payments-captures", "payments", "/payments/captures", { retries: incidentRetries }),
  route("payments-v1", "payments", "/payments/v1", { subset: "v1", retries: onGatewayError }),
  route("payments-v2", "payments", "/payments/v2", { subset: "v2", retries: onGatewayError }),
  route("payments-shadowed", "payments", "/payments/shadowed", {
    subset: "v1",
    mirrorTo: { service: "payments", subset: "v2" },
  }),
  route("", "payments", "/payments", { subset: "v1" }),
  route("profiles-sync", "profiles", "/profiles/sync", {
    retries: { attempts: 2, perTryTimeoutMs: 100, retryOn: "gateway-error,reset" },
  }),
  route("profiles-pings", "profiles", "/profiles/pings", {
    retries: { attempts: 1, perTryTimeoutMs: 1, retryOn: "gateway-error" },
  }),
  route("profiles", "profiles", "/profiles", { retries: onGatewayError }),
  route("reports", "reports", "/reports", { retries: onGatewayError }),
  route("legacy-orders", "legacy", "/legacy/orders", { retries: incidentRetries }),
  route("legacy-forms", "legacy", "/legacy/forms", { retries: { attempts: 2, retryOn: "503" } }),
  route("legacy-uploads", "legacy", "/legacy/uploads", { retries: { attempts: 2, retryOn: "reset-before-request" } }),
  route("legacy", "legacy", "/legacy", { retries: { attempts: 2, retryOn: "5xx" } }),
  route("stream-publish", "stream", "/stream/publish", {}),
  route("stream", "stream", "/stream", { retries: { attempts: 2, retryOn: "reset,refused-stream" } }),
];

type Options = Partial<Omit<Route, "name" | "service" | "prefix">>;

function route(name: string, service: string, prefix: string, options: Options): Route {
  return {
    name,
    service,
    prefix,
    subset: "",
    isExact: false,
    method: null,
    timeoutMs: 0,
    retries: istioDefaultRetries,
    ...options,
  };
}
