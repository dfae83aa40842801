import { durationText, groupedNumber, sizeText, visible } from "../index.ts";
import type { Progress } from "../index.ts";
import { hasColour, type Io } from "./io.ts";

/** How often the line is drawn again at most, in ms. */
const REDRAW_MS = 100;

/** A line on stderr that says how far the work is. */
export type ProgressLine = { readonly update: (progress: Progress) => void; readonly clear: () => void };

const stages = { correlate: "matching sends to requests", detect: "looking for findings" } as const;

/** A progress line on a terminal; elsewhere one that shows nothing. */
export function progressLine(io: Io): ProgressLine {
  if (!io.isTerminal.stderr || io.env["TERM"] === "dumb") return { update: () => {}, clear: () => {} };
  let drawnAt = Number.NEGATIVE_INFINITY;
  let stage = "";
  let start: { readonly at: number; readonly progress: Progress } | null = null;
  return {
    update: (progress) => {
      const now = io.now();
      // Another source begins its own count.
      if (start === null || progress.source !== start.progress.source || progress.bytesDone < start.progress.bytesDone)
        start = { at: now, progress };
      if (now - drawnAt < REDRAW_MS && progress.stage === stage) return;
      drawnAt = now;
      stage = progress.stage;
      const text =
        progress.stage === "read" ? reading(progress, start.progress, now - start.at, io) : stages[progress.stage];
      io.stderr.write(`\r${text.slice(0, io.columns - 1)}\u001b[K`);
    },
    clear: () => {
      if (drawnAt !== Number.NEGATIVE_INFINITY) io.stderr.write("\r\u001b[K");
    },
  };
}

function reading(progress: Progress, start: Progress, elapsedMs: number, io: Io): string {
  const { bytesDone, bytesTotal, lines } = progress;
  const name = visible(progress.source);
  const facts = [name.length > 30 ? `...${name.slice(-27)}` : name];
  if (bytesTotal !== null && bytesTotal > 0) {
    const share = Math.min(1, bytesDone / bytesTotal);
    facts.push(
      bar(share, hasColour(io.env)),
      `${Math.floor(share * 100)} %`,
      `${sizeText(bytesDone)} of ${sizeText(bytesTotal)}`,
    );
  } else {
    facts.push(sizeText(bytesDone));
  }
  if (elapsedMs >= 500) {
    facts.push(`${groupedNumber(((lines - start.lines) / elapsedMs) * 1000)} lines/s`);
    const bytesPerMs = (bytesDone - start.bytesDone) / elapsedMs;
    if (bytesTotal !== null && bytesPerMs > 0 && bytesDone < bytesTotal)
      facts.push(`${durationText((bytesTotal - bytesDone) / bytesPerMs)} left`);
  }
  return facts.join("  ");
}

function bar(share: number, isRich: boolean): string {
  const columns = 16;
  const done = Math.round(share * columns);
  return isRich ? "█".repeat(done) + "░".repeat(columns - done) : `[${"#".repeat(done)}${".".repeat(columns - done)}]`;
}
