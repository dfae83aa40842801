import type { Block } from "../read/block.ts";
import type { IsOwn } from "./recognise.ts";
import { Stage } from "./stage.ts";
import type { UnwrappedBlock } from "./unwrapped-block.ts";
import { wrappers } from "./wrappers/index.ts";

/** What the caller may ask of the stage. */
export type UnwrapOptions = {
  /** Whether a line is one of a known format as it stands, whatever wrapper it looks like. */
  readonly isOwn?: IsOwn | undefined;
  /** Whether the names of the wrappers are told. */
  readonly namesWrappers?: boolean;
};

/**
 * The same blocks without what collectors put around the lines, however many of them there were, and with what they told.
 *
 * Wrapped, bare and foreign lines may be mixed in one source. A block without a wrapped line passes through as it is.
 * `name` is the source's: the paths of kubelet's files and of support tools tell the pod.
 */
export async function* unwrap(
  blocks: AsyncIterable<Block>,
  name = "-",
  { isOwn, namesWrappers = false }: UnwrapOptions = {},
): AsyncIterable<UnwrappedBlock> {
  const stage = new Stage(name, wrappers, isOwn, namesWrappers);
  for await (const block of blocks) yield* stage.unwrap(block);
  yield* stage.end();
}
