import { DEFAULT_POLICY, endpoint, type Call, type Endpoint } from "./endpoint.ts";
import { SERVICES } from "./mesh.ts";

const { storefront, accounts, catalog, inventory, orders, payments, shipping, notifications } = SERVICES;

function calls(...list: readonly (readonly [share: number, to: Endpoint])[]): {
  readonly calls: readonly Call[];
} {
  return { calls: list.map(([share, to]) => ({ share, to })) };
}

const session = endpoint(accounts, "GET /v1/sessions/{uuid}", 4, { bytesOut: 618 });
const profile = endpoint(accounts, "GET /v1/accounts/{number}/profile", 6, { bytesOut: 940 });
const productList = endpoint(catalog, "GET /v1/products?category={word}&page={digit}&page_size=24&sort=relevance", 11, {
  bytesOut: 8240,
  route: "catalog-read",
});
const product = endpoint(catalog, "GET /v1/products/{number}?fields=price,title,media", 5, {
  route: "catalog-read",
});
const stock = endpoint(inventory, "GET /v1/stock/sku-{number}", 3, { bytesOut: 212 });
const reserve = endpoint(inventory, "PUT /v1/reservations/{uuid}", 9, {
  bytesOut: 96,
  route: "inventory-reserve",
});
const quote = endpoint(shipping, "GET /v1/quotes?zip={number}&weight_g={digit}00&carrier=dhl", 60, {
  spread: 0.9,
  bytesOut: 733,
  route: "shipping-quotes",
  policy: { retries: 2, on: "5xx", perTryTimeoutMs: 250, timeoutMs: 700 },
});
const pay = endpoint(payments, "POST /v1/payments", 85, {
  spread: 0.6,
  code: 201,
  bytesIn: 684,
  bytesOut: 377,
  route: "payments-create",
  hasStorm: true,
  policy: { ...DEFAULT_POLICY, retries: 3, timeoutMs: 8000 },
});
const capture = endpoint(payments, "POST /v1/payments/{uuid}/capture", 45, {
  bytesIn: 58,
  bytesOut: 301,
  route: "-",
  policy: { ...DEFAULT_POLICY, on: "5xx", perTryTimeoutMs: 200 },
});
const notify = endpoint(notifications, "POST /v1/messages", 7, {
  code: 202,
  bytesIn: 931,
  bytesOut: 52,
  policy: { ...DEFAULT_POLICY, on: "connect-failure" },
  callerRetries: 2,
});
const createOrder = endpoint(orders, "POST /v1/orders", 14, {
  code: 201,
  bytesIn: 1204,
  bytesOut: 640,
  ...calls([0.9, reserve], [1, pay], [0.8, notify]),
});
const readOrder = endpoint(orders, "GET /v1/orders/{uuid}?expand=items", 8, calls([0.3, quote]));
const putItem = endpoint(orders, "PUT /v1/carts/{uuid}/items/{number}", 7, {
  bytesOut: 488,
  ...calls([0.7, stock]),
});
const dropItem = endpoint(orders, "DELETE /v1/carts/{uuid}/items/{number}", 5, {
  code: 204,
  bytesOut: 0,
});

/** The endpoint whose perTryTimeout is below what it often takes, so that its POST is duplicated. */
export const CREATE_ACCOUNT = endpoint(accounts, "POST /accounts", 38, {
  spread: 0.62,
  code: 201,
  bytesIn: 356,
  bytesOut: 204,
  isGuarded: true,
  route: "accounts-write",
  policy: { ...DEFAULT_POLICY, retries: 3, on: "gateway-error", perTryTimeoutMs: 100 },
});

function page(methodAndPath: Parameters<typeof endpoint>[1], given: Partial<Endpoint>): Endpoint {
  return endpoint(storefront, methodAndPath, 6, { bytesOut: 14320, route: "storefront", ...given });
}

/** The page through which the storm reaches the outside. */
export const CHECKOUT = page("POST /api/checkout", {
  code: 201,
  bytesIn: 1533,
  bytesOut: 702,
  route: "storefront-checkout",
  ...calls([1, session], [1, createOrder]),
});

const SIGN_UP = page("POST /api/signup", {
  code: 201,
  bytesIn: 402,
  bytesOut: 240,
  ...calls([1, CREATE_ACCOUNT], [0.5, notify]),
});
const PRODUCT_PAGE = page(
  "GET /products/{word}-{number}?utm_source=newsletter&utm_medium=email&utm_campaign=spring-{digit}",
  calls([1, product], [0.8, stock]),
);
const CART = { bytesOut: 520, ...calls([1, session], [1, putItem]) };
const CART_DROP = { code: 204, bytesOut: 0, ...calls([1, dropItem]) };
const CONFIRM = { bytesIn: 61, bytesOut: 330, ...calls([1, capture]) };

/** What clients outside ask for, with the weight of each in the mix. */
export const PAGES: readonly (readonly [weight: number, page: Endpoint])[] = [
  [20, page("GET /", calls([0.6, session], [1, productList]))],
  [18, PRODUCT_PAGE],
  [14, page("GET /search?q={word}+{word}&page={digit}", calls([1, productList]))],
  [9, page("GET /account/orders/{uuid}", calls([1, session], [1, readOrder]))],
  [6, page("GET /account", calls([1, session], [1, profile]))],
  [10, page("PUT /api/cart/items/{number}", CART)],
  [4, page("DELETE /api/cart/items/{number}", CART_DROP)],
  [8, CHECKOUT],
  [7, SIGN_UP],
  [3, page("POST /api/orders/{uuid}/confirm", CONFIRM)],
  [1, page("GET /robots.txt", { medianMs: 1, bytesOut: 68 })],
];
