import type { BlockWriter } from "./block-writer.ts";
import { MOST_LINE_BYTES } from "./block.ts";
import { clean } from "./clean.ts";

/** The fields of one row, or null where the text is none: a quote stands where no field begins or ends. */
export function fieldsOf(row: string): string[] | null {
  const fields: string[] = [];
  for (let at = 0; ; at++) {
    let end: number;
    if (row[at] === '"') {
      end = at + 1;
      for (; ; end += 2) {
        end = row.indexOf('"', end);
        if (end < 0) return null;
        if (row[end + 1] !== '"') break;
      }
      fields.push(row.slice(at + 1, end).replaceAll('""', '"'));
      end++;
    } else {
      const comma = row.indexOf(",", at);
      end = comma < 0 ? row.length : comma;
      const field = row.slice(at, end);
      if (field.includes('"')) return null;
      fields.push(field);
    }
    if (end === row.length) return fields;
    if (row[end] !== ",") return null;
    at = end;
  }
}

/**
 * Puts each row of CSV on a line of its own, as JSON: `{"csv":{NAME:VALUE}}`. Lines that are no row stay as they are, so
 * one stray quote costs no more than its own line.
 *
 * Source: RFC 4180 section 2.
 */
export class CsvRows {
  readonly #writer: BlockWriter;
  #names: readonly string[] | null = null;
  /** The lines of a row whose quoted field goes on. */
  #open: string[] = [];
  #openLetters = 0;

  constructor(writer: BlockWriter) {
    this.#writer = writer;
  }

  /** Takes a whole line, without its newline. */
  take(line: string): void {
    this.#open.push(line);
    this.#openLetters += line.length + 1;
    if (quotesIn(line) % 2 === (this.#open.length === 1 ? 0 : 1)) this.#close();
    else if (this.#openLetters > MOST_LINE_BYTES) this.#giveUp();
  }

  /** Writes what is left of a row that does not end; a last line that was cut in a quoted field is the row that it began. */
  end(): void {
    const cut = this.#open.length === 1 ? fieldsOf(`${this.#open[0]}"`) : null;
    if (cut !== null && cut.length === this.#names?.length) {
      this.#forget();
      this.#row(this.#names, cut, 1);
    }
    while (this.#open.length > 0) this.#giveUp();
  }

  #close(): void {
    const lines = this.#open;
    const fields = fieldsOf(lines.length === 1 ? lines[0]! : lines.join("\n"));
    if (fields === null || (this.#names !== null && fields.length !== this.#names.length)) return this.#giveUp();
    this.#forget();
    if (this.#names !== null) return this.#row(this.#names, fields, lines.length);
    this.#names = fields;
    this.#bare(lines[0]!);
  }

  #row(names: readonly string[], fields: readonly string[], span: number): void {
    const members = names.map((name, index) => `${JSON.stringify(name)}:${JSON.stringify(fields[index])}`);
    this.#writer.line(`{"csv":{${members.join(",")}}}`, span);
  }

  /** The first line is no row; those behind it may be. */
  #giveUp(): void {
    const [first = "", ...rest] = this.#open;
    this.#forget();
    this.#bare(first);
    for (const line of rest) this.take(line);
  }

  #forget(): void {
    this.#open = [];
    this.#openLetters = 0;
  }

  #bare(line: string): void {
    this.#writer.line(clean(Buffer.from(line)).toString(), 1);
  }
}

function quotesIn(line: string): number {
  let count = 0;
  for (let at = line.indexOf('"'); at >= 0; at = line.indexOf('"', at + 1)) count++;
  return count;
}
