import { Readable } from "node:stream";
import type { AbortOptions, InputOptions } from "../options.ts";

/** Standard input as the options give it, as far as it goes before their signal; undefined where there is none. */
export function abortableStdin({
  stdin,
  signal,
}: AbortOptions & Pick<InputOptions, "stdin">): AsyncIterable<Uint8Array> | undefined {
  return stdin === undefined || signal === undefined ? stdin : untilAborted(stdin, signal);
}

/** What the work gives. Where it was aborted it fails with the signal's reason, whatever it failed with itself. */
export async function unlessAborted<T>({ signal }: AbortOptions, work: () => Promise<T>): Promise<T> {
  signal?.throwIfAborted();
  try {
    return await work();
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}

/**
 * The same chunks, but once the signal is aborted it fails with the signal's reason, also while it waits for a pipe that
 * sends nothing.
 */
async function* untilAborted(chunks: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncIterable<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  let abort = (): void => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = () => reject(signal.reason);
  });
  aborted.catch(() => {});
  signal.addEventListener("abort", abort, { once: true });
  try {
    signal.throwIfAborted();
    for (;;) {
      const next = await Promise.race([iterator.next(), aborted]);
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    signal.removeEventListener("abort", abort);
    // An open stream keeps the process alive. To wait until it is closed would be to wait until it sends something.
    if (chunks instanceof Readable) chunks.destroy();
    else void iterator.return?.();
  }
}
