import { endpoint, type Endpoint } from "./endpoint.ts";
import type { Visit } from "./gateway.ts";
import { SERVICES } from "./mesh.ts";
import { pathTemplate } from "./path-template.ts";
import type { Random } from "./random.ts";
import { CHECKOUT, CREATE_ACCOUNT, PAGES } from "./shop.ts";

/** A shape of traffic: the next request from outside. Units: storm is 0 (none) to 1 (worst). */
export type Shape = (random: Random, storm: number) => Visit;

const SHOP = "shop.example.com";
const TOTAL_WEIGHT = PAGES.reduce((sum, [weight]) => sum + weight, 0);
// Paths of letters only, since ids and numbers in a path fold into one route.
const TENANT_POST = endpoint(SERVICES.orders, "POST /{letters}/{word}", 12, { code: 201 });
const TENANT_GET = endpoint(SERVICES.orders, "GET /{letters}/{word}", 12);
const tenant = pathTemplate("{letters}.example.com");

function newId(random: Random): string {
  const id = random.uuid();
  return random.chance(0.003) ? `${id.slice(0, 14)}a${id.slice(15)}` : id;
}

function nextPage(random: Random, storm: number): Endpoint {
  // People press the button again: the storm has more of its own traffic.
  if (storm > 0 && random.chance(0.3 * storm)) return CHECKOUT;
  let draw = random.unit() * TOTAL_WEIGHT;
  for (const [weight, page] of PAGES) {
    draw -= weight;
    if (draw < 0) return page;
  }
  return CHECKOUT;
}

/** The shapes by name. */
export const SHAPES = {
  /** A shop with eight services. */
  mesh: (random, storm) => ({
    target: nextPage(random, storm),
    authority: SHOP,
    newId: () => newId(random),
  }),
  /** The same shop, with one request id on every request: a client that sends its own, kept by the gateway. */
  "one-id": (random, storm) => ({
    target: nextPage(random, storm),
    authority: SHOP,
    newId: () => "5f0c9d3e-7a41-4c52-9b1e-2d8f6a30c714",
  }),
  /** One route with all the traffic: POST /accounts, called at the gateway. */
  "one-route": (random) => ({
    target: CREATE_ACCOUNT,
    authority: SHOP,
    newId: () => newId(random),
  }),
  /** A host and a path of its own for every request: half as many routes as lines. */
  "million-routes": (random) => ({
    target: random.chance(0.5) ? TENANT_POST : TENANT_GET,
    authority: tenant(random),
    newId: () => newId(random),
  }),
} satisfies Readonly<Record<string, Shape>>;

/** The name of a shape. */
export type ShapeName = keyof typeof SHAPES;
