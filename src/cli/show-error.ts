import { drawCaret, firstLineOf, RetryscopeError, visible } from "../index.ts";
import { version } from "./version.ts";

/** What to tell of an error, and the exit code that it ends with. */
export type ShownError = { readonly text: string; readonly exitCode: number };

/**
 * An error as at most three lines: what failed, the cause beneath, and the next step; where it has a place, that with a
 * caret under it. One that nobody foresaw is our fault: its stack is shown with where to report it.
 */
export function showError(error: unknown, width: number): ShownError {
  if (!(error instanceof RetryscopeError) || error.code === "INTERNAL") return { text: internal(error), exitCode: 70 };
  const place = error.place === undefined ? [] : drawCaret(error.place, width, "...");
  const cause = error.cause === undefined ? [] : [`  cause: ${visible(firstLineOf(error.cause))}`];
  const hint = error.hint === undefined ? [] : [`  hint:  ${visible(error.hint)}`];
  return {
    text: lines([`error[${error.code}]: ${visible(error.message)}`, ...place, ...cause, ...hint]),
    exitCode: error.exitCode,
  };
}

function internal(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line)) : [];
  return lines([
    `error[INTERNAL]: ${visible(firstLineOf(error))}`,
    ...stack.map((line, index) => `  ${index === 0 ? "stack:" : "      "} ${visible(line.trim())}`),
    `  hint:  this is a fault of retryscope ${version()}; report it with these lines to whoever maintains your copy of it`,
  ]);
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join("");
}
