import { offsetText } from "../core/duration-text.ts";
import { counted } from "../core/number-text.ts";
import type { Lane, Trace } from "../detect/finding.ts";
import type { Ink } from "./ink.ts";
import { laneWords, type LaneWords } from "./lane-words.ts";
import { displayWidth, padEnd, padStart, shorten, wrapWords } from "./width.ts";

/** The most lanes that are all drawn; of more, the first two and the last are. */
const MOST_LANES = 6;

/** The least and the most columns of the part that is to scale. */
const [LEAST_SCALE, MOST_SCALE] = [12, 60];

type Drawn = { readonly lane: Lane; readonly said: LaneWords; readonly offset: string; readonly proxy: string };

/**
 * The sends of a request as lines of at most `width` columns: when each began, a lane to scale, where it went and what came of it.
 *
 * A lane that is narrower than a column is a mark. Takes texts that are visible already.
 */
export function drawLanes(trace: Trace, width: number, ink: Ink): string[] {
  const said = laneWords(trace.lanes);
  const mostProxy = Math.max(14, Math.floor(width / 5));
  const all = trace.lanes.map((lane, index): Drawn => {
    const proxy = shorten(lane.proxy ?? "unknown", mostProxy, ink.glyphs.dots);
    return {
      lane,
      said: said[index] ?? { sign: "unknown", meaning: "faint", words: "" },
      offset: offsetText(lane.offset_ms),
      proxy,
    };
  });
  const left = all.length > MOST_LANES ? all.length - 3 : 0;
  const shown = left === 0 ? all : [...all.slice(0, 2), ...all.slice(-1)];
  const offsetWidth = widest(shown.map((row) => row.offset));
  const proxyWidth = widest(shown.map((row) => row.proxy));
  const room = width - offsetWidth - proxyWidth - 8;
  const scale = Math.max(LEAST_SCALE, Math.min(MOST_SCALE, room - widest(shown.map((row) => row.said.words))));
  const draw = scaleOf(trace, scale, ink);
  const textAt = width - (room - scale);

  const lines = shown.map(({ lane, said: { sign, meaning, words }, offset, proxy }) => {
    const [first = "", ...rest] = wrapWords(words, Math.max(16, room - scale), ink.glyphs.dots);
    const bar = ink.paint(meaning, padEnd(draw(lane), scale));
    const start = `${padStart(offset, offsetWidth)}  ${bar}  ${padEnd(proxy, proxyWidth)}  ${ink.paint(meaning, ink.glyphs.signs[sign])} ${first}`;
    return [start, ...rest.map((line) => " ".repeat(textAt) + line)];
  });
  if (left > 0)
    lines.splice(2, 0, [
      `${" ".repeat(offsetWidth + 2)}${ink.paint("faint", `${counted(left, "more send")} between`)}`,
    ]);
  return lines.flat();
}

/** Draws a lane as text of at most `columns`, all lanes of the request on one scale. */
function scaleOf(trace: Trace, columns: number, ink: Ink): (lane: Lane) => string {
  const starts = trace.lanes.map((lane) => lane.offset_ms);
  const ends = trace.lanes.map((lane) => lane.offset_ms + (lane.duration_ms ?? 0));
  const from = starts.reduce((least, at) => Math.min(least, at), 0);
  const to = ends.reduce((most, at) => Math.max(most, at), trace.duration_ms);
  const column = (at: number): number => (to > from ? Math.round(((at - from) / (to - from)) * (columns - 1)) : 0);
  const { start, line, end, mark } = ink.glyphs.lane;
  return (lane) => {
    const first = column(lane.offset_ms);
    const last = column(lane.offset_ms + (lane.duration_ms ?? 0));
    return " ".repeat(first) + (last > first ? start + line.repeat(last - first - 1) + end : mark);
  };
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(displayWidth));
}
