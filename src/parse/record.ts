import type { ColumnName, Kind } from "../core/columns.ts";
import { assignSlots, WORD_SLACK, type LineMarker } from "./line-marker.ts";
import type { RowPlace } from "./row-writer.ts";

/** A value read on the careful path, and where it goes. Null is absent. */
export type Entry = {
  readonly name: string;
  readonly column: ColumnName | null;
  readonly kind: Kind;
  readonly value: string | null;
};

/** What the row writer takes: values somewhere in bytes. */
export type Record = {
  readonly marker: Pick<LineMarker, "spans" | "others">;
  readonly place: Pick<RowPlace, "bytes" | "view">;
};

/** The columns that DuckDB casts: a text that does not cast goes to `other`, so that nothing is lost and no INSERT fails. */
const isCast = (kind: Kind): boolean => kind === "number" || kind === "code" || kind === "time";

/** A record from values that were read one by one: the careful path's end. */
export function recordOf(entries: readonly Entry[]): Record {
  const settled = entries.map(settle);
  const { slots, spans, others } = assignSlots(settled, false);
  const texts = settled.map((entry) => harmless(entry.value ?? "-"));
  const room = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  const bytes = Buffer.alloc(room + WORD_SLACK);
  let at = 0;
  texts.forEach((text, index) => {
    const slot = slots[index]!;
    if (settled[index]!.value === null) return;
    spans[slot] = at;
    at += bytes.write(text, at);
    spans[slot + 1] = at;
  });
  return {
    marker: { spans, others },
    place: { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length) },
  };
}

/** The entry with a value that its column can hold, or without a column. */
function settle(entry: Entry): Entry {
  if (entry.value === null || entry.value === "-" || !isCast(entry.kind)) return entry;
  const value = entry.kind === "time" ? asTime(entry.value) : asInteger(entry.value, entry.kind === "code" ? 3 : 18);
  return value === null ? { ...entry, column: null } : { ...entry, value };
}

/** `200.0`, `1e+05` and `"7"` as whole digits (Envoy's JSON prints doubles, envoyproxy/envoy#34420); null for anything else. */
function asInteger(text: string, mostDigits: number): string | null {
  const number = /^\d+$/.test(text) ? text.replace(/^0+(?=\d)/, "") : String(Number(text.trim() || "x"));
  return /^\d+$/.test(number) && number.length <= mostDigits ? number : null;
}

/** Any ISO time as Envoy's default pattern; null for anything else. */
function asTime(text: string): string | null {
  if (!/^\d{4}-\d\d-\d\dT/.test(text)) return null;
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}

/**
 * The text with line ends, NUL and the separator as their Unicode control pictures: inside a value they would end the
 * row. JSON can hold them as escapes.
 */
export function harmless(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u0008\u000a-\u001f]/g, (letter) => String.fromCharCode(0x2400 + letter.charCodeAt(0)));
}
