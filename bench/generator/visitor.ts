import type { Random } from "./random.ts";

/** A client outside the mesh, as the gateway sees it. */
export interface Visitor {
  readonly userAgent: string;
  readonly forwardedFor: string;
  /** The peer of the gateway's connection. */
  readonly peer: string;
}

const AGENTS = [
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/133.0.0.0 Safari/537.36",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/133.0.0.0 Safari/537.36 Edg/133.0.0.0",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Safari/605.1.15",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_3_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Mobile/15E148 Safari/604.1",
  "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/132.0.0.0 Mobile Safari/537.36",
  "Mozilla/5.0 (X11; Linux x86_64; rv:135.0) Gecko/20100101 Firefox/135.0",
  "ShopApp/7.14.2 (com.example.shop; build:71402; iOS 18.3.1) Alamofire/5.9.1",
  "Dalvik/2.1.0 (Linux; U; Android 14; SM-S918B Build/UP1A.231005.007)",
  "ShopApp-Android/7.14.0 okhttp/4.12.0",
  "partner-sync/2.3 (+https://partner.example.net)",
] as const;

/** One visitor; one in four comes through the content network, which adds an address of its own. */
export function visitor(random: Random): Visitor {
  const client = `${24 + random.below(180)}.${random.below(256)}.${random.below(256)}.${1 + random.below(254)}`;
  const userAgent = random.pick(AGENTS);
  const port = 1024 + random.below(64000);
  if (random.chance(0.75)) return { userAgent, forwardedFor: client, peer: `${client}:${port}` };
  const edge = `172.69.${random.below(256)}.${1 + random.below(254)}`;
  return { userAgent, forwardedFor: `${client},${edge}`, peer: `${edge}:${port}` };
}
