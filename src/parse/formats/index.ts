import type { Format } from "../format.ts";
import istioJson from "./istio-json.ts";
import istioText from "./istio-text.ts";

/** All known formats; a test holds this list against the folder. */
export const formats: readonly Format[] = [istioJson, istioText];
