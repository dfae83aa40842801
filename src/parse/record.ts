import type { ColumnName } from "../core/columns.ts";
import type { Entry } from "./entry.ts";
import { WORD_SLACK, type Bytes } from "../rows/heap.ts";
import { assignSlots, type OtherField, type Spans } from "./line-marker.ts";
import { timeOf } from "./times.ts";

/** Values in bytes of their own. */
export type Record = { readonly place: Bytes; readonly spans: Spans; readonly others: readonly OtherField[] };

/** What of a text has a place in a column that holds no text; where it has none it goes to `other`, so that nothing is lost. */
const casts: Readonly<Partial<{ [column in ColumnName]: (text: string) => string | null }>> = {
  start_time: timeOf,
  response_code: (text) => wholeNumber(text, 3),
  bytes_received: (text) => wholeNumber(text, 18),
  bytes_sent: (text) => wholeNumber(text, 18),
  duration_ms: (text) => wholeNumber(text, 18),
  upstream_service_time_ms: (text) => wholeNumber(text, 18),
  attempt_count: (text) => wholeNumber(text, 18),
  attempt_ordinal: (text) => wholeNumber(text, 18),
  grpc_status: (text) => wholeNumber(text, 18),
  response_flags: (text) => (/^[A-Za-z0-9_,]+$/.test(text) ? text : null),
};

/** A record from values that were read one by one: the careful path's end. */
export function recordOf(entries: readonly Entry[]): Record {
  const settled = entries.map(settle);
  const { slots, spans, others } = assignSlots(settled);
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
    spans,
    others,
    place: { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length), length: room },
  };
}

/** The entry with a value that its column can hold, or without a column. */
function settle(entry: Entry): Entry {
  const { column, value, convert } = entry;
  if (value === null || value === "" || value === "-" || column === null) return entry;
  const converted = convert === null ? value : convert(value);
  const cast = casts[column];
  const fitting = converted === null || cast === undefined ? converted : cast(converted);
  return fitting === null ? { ...entry, column: null } : { ...entry, value: fitting };
}

/** `200.0`, `1e+05` and `"7"` as whole digits (Envoy's JSON prints doubles, envoyproxy/envoy#34420); null for anything else. */
function wholeNumber(text: string, mostDigits: number): string | null {
  const number = /^\d+$/.test(text) ? text.replace(/^0+(?=\d)/, "") : String(Number(text.trim() || "x"));
  return /^\d+$/.test(number) && number.length <= mostDigits ? number : null;
}

/**
 * The text with line ends, NUL and the separator as their Unicode control pictures: inside a value they would end the
 * row. JSON can hold them as escapes.
 */
export function harmless(text: string): string {
  return text.replace(/[\u0000-\u0008\u000a-\u001f]/g, (letter) => String.fromCharCode(0x2400 + letter.charCodeAt(0)));
}
