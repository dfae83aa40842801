import type { Writable } from "node:stream";
import { firstLineOf, ReportError } from "../index.ts";
import type { Io } from "./io.ts";

/** Pieces are gathered to about this many characters, as each write is waited for. */
const BATCH = 65_536;

/**
 * Writes the pieces to stdout and waits until they are out. A reader that has closed the pipe has had enough: a normal end.
 *
 * Throws: OUTPUT_FAILED for any other failure.
 */
export async function writeOut(io: Io, pieces: Iterable<string>): Promise<void> {
  let batch = "";
  try {
    for (const piece of pieces) {
      batch += piece;
      if (batch.length < BATCH) continue;
      await write(io.stdout, batch);
      batch = "";
      if (io.signal.aborted) return;
    }
    if (batch !== "") await write(io.stdout, batch);
  } catch (error) {
    if (isClosedPipe(error)) return;
    throw new ReportError("OUTPUT_FAILED", `the output cannot be written: ${firstLineOf(error)}`, { cause: error });
  }
}

function write(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => (error ? reject(error) : resolve()));
  });
}

function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "EPIPE" || error.code === "ERR_STREAM_DESTROYED");
}
