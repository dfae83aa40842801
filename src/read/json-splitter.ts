import { jsonParser, type Token } from "stream-json/core/parser.js";
import { EXCERPT_BYTES, MOST_LINE_BYTES } from "./block.ts";
import { anyDocument, type Shape } from "./document-shapes.ts";

/** Deeper JSON than this is no log record; the parser would keep every open bracket in memory. */
const MOST_DEPTH = 64;
/** What stands around a record is repeated for each, so a cover that is larger is left out. */
const MOST_COVER_LETTERS = 1 << 16;
/** A single string that goes on for so long is no log record; the parser would hold it whole. */
const MOST_WAITING_LETTERS = 4 << 20;

const MOST_KEY_TEXTS = 1000;

/** Who hears of the records, in order. */
export type RecordListener = {
  /** A value has begun that may be a record, unless one within it begins. */
  readonly begin: () => void;
  /** The value that began last has ended; or, too long, its first letters. */
  readonly record: (text: string, isTooLong: boolean) => void;
};

/** An object or array that is open and in which records may stand. */
type Level = {
  readonly shape: Shape;
  readonly isArray: boolean;
  /** Whether each element is a record. */
  areRecords: boolean;
  /** The members so far; where the elements are records, just the one that is open. */
  text: string;
  isTooLong: boolean;
  /** The last key, as it is and as JSON with its colon. */
  name: string;
  key: string;
  hadRecords: boolean;
  /** What goes around each record. */
  before: string;
  behind: string;
};

/**
 * Splits JSON values, one after another, into their records: the elements of the arrays that `anyDocument` knows, each
 * inside the objects that it stood in; or the whole value. Memory is bounded by a record, whatever the value's size.
 */
export class JsonSplitter {
  readonly #listener: RecordListener;
  readonly #parse = jsonParser({ packValues: true, streamValues: false, jsonStreaming: true });
  readonly #levels: Level[] = [];
  /** How many objects and arrays are open within the last level. */
  #inner = 0;
  #needsComma = false;
  readonly #keyTexts = new Map<string, string>();
  #waiting = 0;
  /** How many values have begun that stand in no other. */
  values = 0;
  /** Whether a document was seen, and not just values that are records themselves. */
  isDocument = false;

  constructor(listener: RecordListener) {
    this.#listener = listener;
  }

  /** How many objects and arrays are open: 0 between values. */
  get depth(): number {
    return this.#levels.length + this.#inner;
  }

  /** Takes the next part of the text. Throws: an Error where it is no JSON, or none of a log; the splitter is of no use then. */
  push(text: string): void {
    this.#waiting += text.length;
    const tokens = this.#parse(text);
    if (typeof tokens !== "symbol") {
      this.#waiting = 0;
      for (const token of tokens.values) this.#take(token);
    }
    if (this.#waiting > MOST_WAITING_LETTERS) throw new Error("a string without an end");
  }

  #take(token: Token): void {
    switch (token.name) {
      case "startObject":
      case "startArray":
        return this.#open(token.name === "startArray");
      case "endObject":
      case "endArray":
        return this.#close(token.name === "endArray");
      case "keyValue":
        return this.#key(token.value);
      case "stringValue":
        return this.#scalar(JSON.stringify(token.value));
      case "numberValue":
        return this.#scalar(token.value);
      case "nullValue":
      case "trueValue":
      case "falseValue":
        return this.#scalar(String(token.value));
      default:
    }
  }

  #open(isArray: boolean): void {
    if (this.depth >= MOST_DEPTH) throw new Error("nested too deep");
    const level = this.#levels.at(-1);
    if (this.#inner === 0) {
      const shape = level === undefined ? anyDocument : childOf(level);
      if (level === undefined) this.values++;
      if (level === undefined || level.areRecords) this.#listener.begin();
      if (shape !== undefined && (isArray ? shape.each : shape.under) !== undefined) return this.#enter(shape, isArray);
      this.#add(level!, this.#lead(level!));
    } else if (this.#needsComma) {
      this.#add(level!, ",");
    }
    this.#add(level!, isArray ? "[" : "{");
    this.#inner++;
    this.#needsComma = false;
  }

  #enter(shape: Shape, isArray: boolean): void {
    const areRecords = isArray && shape.isRecords === true;
    const [before, behind] = areRecords ? coverOf(this.#levels) : ["", ""];
    const level = {
      shape,
      isArray,
      areRecords,
      text: "",
      isTooLong: false,
      name: "",
      key: "",
      hadRecords: false,
      before,
      behind,
    };
    this.#levels.push(level);
  }

  #close(isArray: boolean): void {
    const level = this.#levels.at(-1)!;
    if (this.#inner > 0) {
      this.#add(level, isArray ? "]" : "}");
      this.#needsComma = true;
      if (--this.#inner === 0 && level.areRecords) this.#record(level, level.text, level.isTooLong);
      return;
    }
    this.#levels.pop();
    const parent = this.#levels.at(-1);
    if (level.hadRecords) {
      if (parent !== undefined) parent.hadRecords = true;
      return;
    }
    const text = isArray ? `[${level.text}]` : `{${level.text}}`;
    if (parent === undefined) this.#listener.record(text, level.isTooLong);
    else if (parent.areRecords) this.#record(parent, text, level.isTooLong);
    else {
      this.#add(parent, this.#lead(parent) + text);
      parent.isTooLong ||= level.isTooLong;
    }
  }

  #key(name: string): void {
    const level = this.#levels.at(-1)!;
    const key = this.#keyText(name);
    if (this.#inner === 0) {
      level.name = name;
      level.key = key;
      return;
    }
    this.#add(level, this.#needsComma ? `,${key}` : key);
    this.#needsComma = false;
  }

  /** A key as JSON with its colon. Few keys come again and again, and making their text is costly. */
  #keyText(name: string): string {
    let text = this.#keyTexts.get(name);
    if (text === undefined) {
      text = `${JSON.stringify(name)}:`;
      if (this.#keyTexts.size < MOST_KEY_TEXTS) this.#keyTexts.set(name, text);
    }
    return text;
  }

  #scalar(text: string): void {
    const level = this.#levels.at(-1);
    if (level === undefined) {
      this.values++;
      this.#listener.begin();
      this.#listener.record(text, text.length > MOST_LINE_BYTES);
    } else if (this.#inner > 0) {
      this.#add(level, this.#needsComma ? `,${text}` : text);
      this.#needsComma = true;
    } else if (level.areRecords && this.#levels.length === 1) {
      this.#listener.begin();
      this.#record(level, text, text.length > MOST_LINE_BYTES);
    } else {
      // Numbers under a key that some document keeps its records under: an ordinary member.
      level.areRecords = false;
      this.#add(level, this.#lead(level) + text);
    }
  }

  /** What stands before the next member of a level: a comma, and its key. */
  #lead(level: Level): string {
    if (level.areRecords) return "";
    return level.text === "" ? level.key : `,${level.key}`;
  }

  #add(level: Level, text: string): void {
    if (level.isTooLong) return;
    level.text += text;
    if (level.text.length <= MOST_LINE_BYTES) return;
    level.text = level.text.slice(0, EXCERPT_BYTES);
    level.isTooLong = true;
  }

  #record(level: Level, text: string, isTooLong: boolean): void {
    if (level.before !== "" || this.#levels.length === 1) this.isDocument = true;
    level.hadRecords = true;
    level.text = "";
    level.isTooLong = false;
    this.#listener.record(isTooLong ? text : level.before + text + level.behind, isTooLong);
  }
}

function childOf(level: Level): Shape | undefined {
  if (level.isArray) return level.shape.each;
  const { under } = level.shape;
  return under !== undefined && Object.hasOwn(under, level.name) ? under[level.name] : undefined;
}

/** What goes around a record in these levels: the objects and arrays from the last array of records on, with their other members. */
function coverOf(levels: readonly Level[]): [string, string] {
  const last = levels.findLastIndex((level) => level.areRecords);
  let [before, behind] = ["", ""];
  for (const { isArray, text, isTooLong, key } of levels.slice(last + 1)) {
    const others = isTooLong || text.length > MOST_COVER_LETTERS || text === "" ? "" : `${text},`;
    before += isArray ? "[" : `{${others}${key}`;
    behind = (isArray ? "]" : "}") + behind;
  }
  // The array that holds the records themselves.
  return levels.length === last + 1 ? ["", ""] : [`${before}[`, `]${behind}`];
}
