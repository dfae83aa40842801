import type { Kind } from "../core/columns.ts";
import { MOST_DIGITS } from "./bytes.ts";
import { TIME_BYTES } from "./iso-time.ts";
import type { JsonField } from "./json-keys.ts";
import type { JsonLayout } from "./json-layout.ts";
import { assignSlots, type LineMarker } from "./line-marker.ts";
import { literalCode, markerOf, storeCode } from "./marker-code.ts";

const QUOTE = 0x22;
/** `null` as four bytes of a DataView. */
const NULL_WORD = 0x6e756c6c;

/**
 * The marker of JSON lines whose objects have the same keys in the same order as the one the layout was taken from
 * (objects of one logger do: `npm run bench`, row "json, load"). The keys are the literals between the values.
 *
 * It gives -1 for a line with an escape, a nested value, a number that is not plain digits, or another shape.
 */
export function jsonMarker({ fields, literals }: JsonLayout): LineMarker {
  const layout = assignSlots(fields.map((field) => ({ ...field, isJson: true })));
  const fieldCode = (field: JsonField, index: number): string => {
    // What is converted later is looked at then.
    const kind = field.convert === null ? field.kind : "text";
    return `${literalCode(Buffer.from(literals[index]!))} {
      let begin = at, end = at, quotes = 0;
      if (bytes[at] === ${QUOTE}) {
        begin = at + 1;
        end = endOfString(view, begin);
        if (bytes[end] !== ${QUOTE}) return -1;
        at = end + 1;
        quotes = 1;
        ${stringCheckCode(kind)}
      } else {
        at = end = endBy(digitStops, bytes, begin);
        if (end > begin) {
          ${digitsCheckCode(kind)}
        } else if (view.getInt32(at) === ${NULL_WORD}) at += 4;
        else return -1;
      }
      ${storeCode(layout, index, "quotes")}
    }`;
  };
  const steps = (): string[] => [...fields.map(fieldCode), literalCode(Buffer.from(`${literals[fields.length]!}\n`))];
  return markerOf(layout, steps, () => []);
}

/** Gives the line up where a string has no place in its column; in that of a number it may be "-" or digits. */
function stringCheckCode(kind: Kind): string {
  const most = kind === "code" ? 3 : MOST_DIGITS;
  switch (kind) {
    case "time":
      return `if (end - begin !== ${TIME_BYTES} || !isTime(bytes, view, begin)) return -1;`;
    case "number":
    case "code":
      return `if (!isDash(bytes, begin, end) && (end - begin > ${most} || !isDigits(bytes, begin, end))) return -1;`;
    case "flags":
      return "if (!isDash(bytes, begin, end) && !areFlags(bytes, begin, end)) return -1;";
    case "text":
    case "token":
      return "";
  }
}

/** The same for digits without quotes. */
function digitsCheckCode(kind: Kind): string {
  if (kind === "time") return "return -1;";
  if (kind === "number" || kind === "code") return `if (end - begin > ${kind === "code" ? 3 : MOST_DIGITS}) return -1;`;
  return "";
}
