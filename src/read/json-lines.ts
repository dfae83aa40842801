import type { BlockWriter } from "./block-writer.ts";
import { MOST_LINE_BYTES } from "./block.ts";
import { clean } from "./clean.ts";
import { JsonSplitter } from "./json-splitter.ts";

/** How lines begin that may hold records in JSON; an access log's own bracket is followed by a digit. */
const beginsJson = /^(?:\{|\[\s*(?:[{["\]]|$))/;
/** An array or document whose next record may be whole although this one is not. */
const holdsMore = /^\[\s*[{["]/;
/** Text that opens a value, or is longer, is taken by parts: what the parser took of a part that turns out broken is lost. */
const PART_LETTERS = 500;
const ends = [
  { letters: "},", length: 2 },
  { letters: "],", length: 2 },
  { letters: "}]", length: 1 },
] as const;

/**
 * Puts each record of the JSON in some lines on a line of its own; other lines stay as they are.
 *
 * Every line written stands for as many lines of the source as it covers, at least one: so records that share one line
 * count as lines themselves. Brackets and members around the records count as empty lines.
 */
export class JsonLines {
  readonly #writer: BlockWriter;
  #splitter: JsonSplitter;
  /** The number of the line that is being taken, from 1, and of the last one that a written line covers. */
  #line = 1;
  #covered = 0;
  #hasRecord = false;
  /** The line on which the current record begins. */
  #start = 1;
  /** Text since the last record, and what of it stands on earlier lines. */
  #text = "";
  #earlier = "";
  /** Held back until it is known whether anything is open that it can belong to. */
  #comma = false;
  /** A line that is no JSON, as far as it was taken. */
  #foreign: string | null = null;

  constructor(writer: BlockWriter) {
    this.#writer = writer;
    this.#splitter = this.#newSplitter();
  }

  /** Whether a value goes on. */
  get isOpen(): boolean {
    return this.#splitter.depth > 0;
  }

  /** Takes a line or a part of one. */
  take(text: string, isEnd: boolean): void {
    if (this.isOpen && text.length < PART_LETTERS) this.#take(text);
    else for (const part of partsOf(text)) this.#take(part);
    if (isEnd) this.#endLine();
  }

  /** Counts all lines taken so far as covered, and writes what is left of a value that does not end. */
  end(): void {
    if (this.isOpen) this.#break();
    this.#cover(this.#line - 1);
  }

  #take(part: string): void {
    if (this.#foreign !== null) {
      if (this.#foreign.length <= MOST_LINE_BYTES) this.#foreign += part;
      return;
    }
    let text = part;
    if (!this.isOpen) {
      // Behind a record, the brackets of an array that was given up are no line of their own.
      text = part.replace(this.#hasRecord ? /^[\s,\]}]+/ : /^[\s,\ufeff]+/, "");
      if (text === "") return;
      if (!beginsJson.test(text)) {
        this.#foreign = part;
        return;
      }
      this.#text = "";
      this.#earlier = "";
      this.#start = this.#line;
    }
    this.#push(text);
  }

  #push(text: string): void {
    const endsWithComma = text.endsWith("},") || text.endsWith("],");
    if (this.#text.length <= MOST_LINE_BYTES) this.#text += text;
    try {
      const whole = this.#comma ? `,${text}` : text;
      this.#splitter.push(endsWithComma ? whole.slice(0, -1) : whole);
    } catch {
      this.#break();
      return;
    }
    this.#comma = endsWithComma && this.isOpen;
  }

  #endLine(): void {
    if (this.#foreign !== null) {
      this.#cover(this.#line - 1);
      this.#write(clean(Buffer.from(this.#foreign)).toString(), this.#foreign.length > MOST_LINE_BYTES, this.#line);
      this.#foreign = null;
    } else if (this.isOpen) {
      // The newline itself is kept from the parser: no JSON needs it, and it would be a call more for each line.
      this.#text += "\n";
      this.#earlier = this.#text;
    }
    this.#hasRecord = false;
    this.#line++;
  }

  /** Gives up the open value. The line that broke it is looked at again, unless it began there. */
  #break(): void {
    const [text, earlier] = [this.#text, this.#earlier];
    this.#forget();
    if (earlier === "" && !this.#hasRecord && !holdsMore.test(text)) {
      this.#foreign = text;
      return;
    }
    const broken = oneLine((earlier === "" ? text : earlier).replace(/^[\s,[]+/, ""));
    if (broken !== "") {
      this.#cover(this.#start - 1);
      const last = earlier === "" ? this.#line : this.#line - 1;
      this.#write(clean(Buffer.from(broken)).toString(), broken.length > MOST_LINE_BYTES, last);
    }
    if (earlier !== "") this.#take(text.slice(earlier.length));
  }

  #forget(): void {
    this.#splitter = this.#newSplitter();
    this.#comma = false;
    this.#text = "";
    this.#earlier = "";
  }

  #newSplitter(): JsonSplitter {
    return new JsonSplitter({
      begin: () => {
        this.#start = this.#line;
      },
      record: (text, isTooLong) => {
        this.#cover(this.#start - 1);
        this.#write(text, isTooLong, this.#line);
        this.#hasRecord = true;
        this.#text = "";
        this.#earlier = "";
      },
    });
  }

  /** Writes an empty line for the lines up to that one that no line covers yet. */
  #cover(line: number): void {
    if (line <= this.#covered) return;
    this.#writer.line("", line - this.#covered);
    this.#covered = line;
  }

  /** Writes a line that covers the lines up to that one. */
  #write(text: string, isTooLong: boolean, line: number): void {
    // Another record on a line that is covered already: it counts as a line of its own.
    if (line <= this.#covered) this.#line++;
    const span = Math.max(1, line - this.#covered);
    if (isTooLong) this.#writer.tooLong(text, span);
    else this.#writer.line(text, span);
    this.#covered += span;
  }
}

/** The text cut where a record can end in it: behind its bracket and comma, or before the bracket of the array around it. */
function partsOf(text: string): string[] {
  const places = ends.map(({ letters }) => text.indexOf(letters));
  const parts: string[] = [];
  let from = 0;
  for (;;) {
    let first = -1;
    for (let each = 0; each < places.length; each++) {
      if (places[each]! >= 0 && (first < 0 || places[each]! < places[first]!)) first = each;
    }
    if (first < 0) break;
    const { letters, length } = ends[first]!;
    const end = places[first]! + length;
    parts.push(text.slice(from, end));
    places[first] = text.indexOf(letters, end);
    from = end;
  }
  parts.push(text.slice(from));
  return parts;
}

/** The lines of a text as one. */
function oneLine(text: string): string {
  return text
    .split("\n")
    .map((line) => line.trim())
    .join(" ")
    .trimEnd();
}
