import { canFit, readCarefully } from "./careful-text.ts";
import type { Template } from "./format-string.ts";
import type { Format, JsonValue } from "./format.ts";
import { isObject } from "./json-path.ts";
import { WORD_SLACK, type Bytes } from "../rows/heap.ts";
import { RowBatch } from "../rows/row-batch.ts";
import type { LineMarker } from "./line-marker.ts";
import { LineText } from "./line-text.ts";
import { withBlanks } from "./read-text.ts";
import { textMarker } from "./mark-text.ts";
import { textFormatsIn } from "./text-format.ts";

/** Whether the bytes from one place to another are a line of a format that the caller gave. */
export type OwnLines = (bytes: Buffer, view: DataView, from: number, to: number) => boolean;

const [NEWLINE, OPEN_BRACE] = [0x0a, 0x7b];

/**
 * Tells lines of the caller's formats before a wrapper is taken off them: a format may begin with a time or a name, as what
 * collectors put around lines does. Undefined where the caller gave no format.
 *
 * A format whose first value could hold a wrapper too is told only by its plain reading; one whose first value ends at no
 * blank, not at all: there the wrapper comes first.
 */
export function ownLines(formats: readonly Format[]): OwnLines | undefined {
  const given = formats.filter(({ isGiven }) => isGiven === true);
  if (given.length === 0) return undefined;
  const templates = textFormatsIn(given).map(({ template }) => template);
  const tight = templates.filter(isTight);
  const markers = templates.filter((each) => isTight(each) || each.literals[1]!.startsWith(" ")).map(textMarker);
  const objects = given.flatMap(({ shape }) => ("json" in shape ? [new Set(Object.keys(shape.json))] : []));
  return (bytes, view, from, to) => {
    if (markers.length > 0 && isMarked(markers, bytes, view, from, to)) return true;
    const isJson = bytes[from] === OPEN_BRACE && objects.length > 0;
    if (!isJson && tight.length === 0) return false;
    const text = bytes.toString("utf8", from, to);
    if (isJson && isOwnObject(text, objects)) return true;
    const lines = [new LineText(text.trim()), ...withBlanks(text)];
    return tight.some((template) =>
      lines.some((line) => canFit(line, template) && readCarefully(line, template).is !== "none"),
    );
  };
}

/** Whether the first value can hold no wrapper: it ends at a blank, or is a time or a number. */
function isTight({ fields }: Template): boolean {
  const shape = fields[0]?.shape;
  return shape !== undefined && (shape.holds === "no blank" || shape.most !== Infinity);
}

function isMarked(markers: readonly LineMarker[], bytes: Buffer, view: DataView, from: number, to: number): boolean {
  const hasRoom = to + 1 + WORD_SLACK <= bytes.length;
  if (bytes[to] === NEWLINE && hasRoom) return isTaken(markers, { bytes, view, length: to + 1 }, from, to + 1);
  // Inside a wrapper a line has no end of its own and little behind it, and markers need both.
  const copy = Buffer.alloc(to - from + 1 + WORD_SLACK);
  bytes.copy(copy, 0, from, to);
  copy[to - from] = NEWLINE;
  const copyView = new DataView(copy.buffer, copy.byteOffset, copy.length);
  return isTaken(markers, { bytes: copy, view: copyView, length: to - from + 1 }, 0, to - from + 1);
}

function isTaken(markers: readonly LineMarker[], place: Bytes, from: number, to: number): boolean {
  scratch ??= new RowBatch();
  for (const { mark } of markers) {
    const end = mark(place, from, scratch, 0);
    scratch.forget(0);
    if (end === to) return true;
  }
  return false;
}

/** Where markers write what nobody reads. */
let scratch: RowBatch | undefined;

/** Whether the text is an object with no key but those of a format; a collector that lifts keys to the top adds its own. */
function isOwnObject(text: string, objects: readonly ReadonlySet<string>[]): boolean {
  let object: JsonValue;
  try {
    object = JSON.parse(text);
  } catch {
    return false;
  }
  if (!isObject(object)) return false;
  const keys = Object.keys(object);
  return objects.some((known) => 2 * keys.length >= known.size && keys.every((key) => known.has(key)));
}
