import { ABSENT } from "./bytes.ts";
import { WORD_SLACK, type LineMarker, type RowPlace, type Spans } from "./line-marker.ts";

/** A row whose values stand in bytes of their own. */
export type ConvertedRow = {
  readonly place: Pick<RowPlace, "bytes" | "view">;
  readonly marker: Pick<LineMarker, "spans" | "others">;
};

/** Bytes that one converted value can take. */
const MOST_VALUE_BYTES = 256;

/** Replaces the values of marked lines that their columns hold in another form, e.g. `START_TIME(%s)` by ISO time. Its bytes are reused. */
export class RowConverter {
  #bytes = Buffer.alloc(1 << 12);
  #view = viewOf(this.#bytes);
  #spans: Spans = new Int32Array();

  /** The row of the line that stands from `start` to `end`, or null where a value does not convert: the careful path decides then. */
  convert(bytes: Buffer, start: number, end: number, marker: LineMarker): ConvertedRow | null {
    const { spans, conversions, others } = marker;
    this.#makeRoom(end - start + conversions.length * MOST_VALUE_BYTES, spans.length);
    bytes.copy(this.#bytes, 0, start, end);
    for (let slot = 0; slot < spans.length; slot += 2) {
      const from = spans[slot]!;
      this.#spans[slot] = from < 0 ? from : from - start;
      this.#spans[slot + 1] = spans[slot + 1]! - start;
    }
    let at = end - start;
    for (const { slot, convert } of conversions) {
      const [from, to] = [spans[slot]!, spans[slot + 1]!];
      if (from < 0 || from === to || (to - from === 1 && bytes[from] === ABSENT)) continue;
      const value = convert(bytes.toString("utf8", from, to));
      if (value === null || value.length > MOST_VALUE_BYTES) return null;
      this.#spans[slot] = at;
      at += this.#bytes.write(value, at, "latin1");
      this.#spans[slot + 1] = at;
    }
    return { place: { bytes: this.#bytes, view: this.#view }, marker: { spans: this.#spans, others } };
  }

  #makeRoom(size: number, slots: number): void {
    if (this.#bytes.length < size + WORD_SLACK) {
      this.#bytes = Buffer.alloc(2 * size + WORD_SLACK);
      this.#view = viewOf(this.#bytes);
    }
    if (this.#spans.length !== slots) this.#spans = new Int32Array(slots);
  }
}

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
