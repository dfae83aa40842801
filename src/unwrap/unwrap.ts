import type { Block } from "../read/block.ts";
import { Stage } from "./stage.ts";
import type { UnwrappedBlock } from "./unwrapped-block.ts";
import { wrappers } from "./wrappers/index.ts";

/**
 * The same blocks without what collectors put around the lines, however many of them there were, and with what they told.
 *
 * Wrapped, bare and foreign lines may be mixed in one source. A block without a wrapped line passes through as it is.
 * `name` is the source's: the paths of kubelet's files and of support tools tell the pod. `namesWrappers` asks for their names.
 */
export async function* unwrap(
  blocks: AsyncIterable<Block>,
  name = "-",
  namesWrappers = false,
): AsyncIterable<UnwrappedBlock> {
  const stage = new Stage(name, wrappers, namesWrappers);
  for await (const block of blocks) yield* stage.unwrap(block);
  yield* stage.end();
}
