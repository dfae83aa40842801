import type { Cell } from "../core/cell.ts";
import type { DetectorInfo, ParameterInfo } from "./detector-info.ts";
import { visible } from "./escape.ts";
import { inkFor } from "./ink.ts";
import { jsonText } from "./json-text.ts";
import { LABEL_WIDTH, labelled } from "./labelled.ts";
import type { Canvas } from "./output.ts";
import { padEnd } from "./width.ts";

/** The most columns of prose, so that long lines stay readable. */
const MOST_WIDTH = 100;

/** A detector as a page: what it shows, when it is a false alarm, what to do, what it needs and what can be set. */
export function renderDetector(detector: DetectorInfo, canvas: Canvas): string {
  const ink = inkFor(canvas);
  const width = Math.min(MOST_WIDTH, canvas.width);
  const part = (name: string, text: string): string[] => labelled(name, visible(text), width, ink);
  // What is there to be copied is never shortened.
  const copied = (name: string, text: string): string => ink.paint("faint", padEnd(name, LABEL_WIDTH)) + visible(text);
  return [
    `${ink.paint("strong", visible(detector.id))}: ${visible(detector.title)}`,
    "",
    ...part("means", detector.means),
    ...part("not when", detector.not_when),
    ...part("do", detector.do),
    ...part("needs", detector.needs.length === 0 ? "no field in particular" : detector.needs.join(", ")),
    ...detector.severity.flatMap(({ level, when }, index) =>
      part(
        index === 0 ? "severity" : "",
        when === undefined || when === null ? `${level}${index === 0 ? "" : " otherwise"}` : `${level} when ${when}`,
      ),
    ),
    ...detector.params.flatMap((parameter, index) => part(index === 0 ? "parameters" : "", aboutParameter(parameter))),
    ...detector.params
      .slice(0, 1)
      .map(({ name, default: preset }) => copied("set with", `--param ${detector.id}.${name}=${plain(preset)}`)),
    copied("source", detector.source),
    copied("run with", `retryscope analyze LOGS --detector ${detector.id}`),
    "",
  ].join("\n");
}

function aboutParameter({ name, unit, default: preset, min, max, about }: ParameterInfo): string {
  const inUnit = typeof unit === "string" && unit !== "" ? ` ${unit}` : "";
  const least = min === undefined || min === null ? null : `at least ${plain(min)}`;
  const most = max === undefined || max === null ? null : `at most ${plain(max)}`;
  const bounds = [least, most].filter((bound) => bound !== null).join(", ");
  return `${name} = ${plain(preset)}${inUnit}${bounds === "" ? "" : ` (${bounds})`}: ${about}`;
}

function plain(cell: Cell): string {
  return typeof cell === "string" ? cell : jsonText(cell);
}
