import { readJsonCarefully, type ObjectFormat } from "./careful-json.ts";
import type { Format } from "./format.ts";
import { JsonFormats } from "./json-formats.ts";
import { jsonKeys, type JsonKeys } from "./json-keys.ts";
import { layoutOf } from "./json-layout.ts";
import { jsonMarker } from "./mark-json.ts";
import { textMarker } from "./mark-text.ts";
import { canHaveRival } from "./rivals.ts";
import { readText, TextShelf, type LineFormat } from "./read-text.ts";
import { textFormatsIn, type TextFormat } from "./text-format.ts";
import type { Candidate, Reading } from "./reading.ts";

/** An object with more keys than this is read with care each time: a marker grows with its keys, and a log could make it grow without end. */
const MOST_KEYS = 200;
/** More key orders than this in one source are read line by line: each marker costs a try on every line before it. */
const MOST_LAYOUTS = 16;

/** What Envoy before 1.35 prints in place of a JSON line that it could not make (source/common/protobuf/yaml_utility.cc). */
const lostJson = "Failed to convert protobuf message to JSON string:";

/** The formats that lines are tried against: markers for the common case, the careful path for what markers refuse. */
export class Recogniser {
  readonly #texts: TextShelf;
  /** Text that was written to look like JSON. */
  readonly #jsonLikeTexts: TextShelf;
  readonly #lines: readonly LineFormat[];
  readonly #objects: readonly ObjectFormat[];
  readonly #keys: JsonFormats;
  /** What is known of the text formats' markers. */
  readonly #sure = new Map<TextFormat, boolean>();
  readonly #textCandidates: readonly Candidate[];

  constructor(formats: readonly Format[]) {
    this.#texts = new TextShelf(textFormatsIn(formats));
    this.#jsonLikeTexts = new TextShelf(
      this.#texts.all.filter(({ template }) => template.literals[0]!.startsWith("{")),
    );
    this.#lines = formats.flatMap(({ name, shape }) => ("line" in shape ? [{ name, read: shape.line }] : []));
    this.#objects = formats.flatMap(({ name, shape }) =>
      "object" in shape ? [{ name, read: shape.object, keys: shape.keys }] : [],
    );
    this.#keys = new JsonFormats(
      formats.flatMap((format) => ("json" in format.shape ? [jsonKeys(format, format.shape)] : [])),
    );
    this.#textCandidates = this.#texts.all.map((format) => ({
      format: format.name,
      marker: textMarker(format.template),
      isSure: () => this.#isSure(format),
    }));
  }

  /** The markers of all text formats, for one source at a time; JSON markers are learned from its lines. */
  candidates(): Candidate[] {
    return [...this.#textCandidates];
  }

  #isSure(format: TextFormat): boolean {
    let isSure = this.#sure.get(format);
    if (isSure === undefined) {
      isSure = !this.#texts.all.some((other) => {
        // What the shelf's own formats are to each other is known.
        if (!other.isGiven) return format.hasRival;
        return canHaveRival(format.template, other.template, other.isGiven && !format.isGiven ? "all" : "free");
      });
      this.#sure.set(format, isSure);
    }
    return isSure;
  }

  /** Reads a line that no marker took. `layouts` are the JSON layouts that the source has taught already; a new one is added. */
  read(line: string, layouts: Set<string>): Reading {
    const text = line.trim();
    if (text.startsWith(lostJson)) return { is: "broken", reason: "JSON_BROKEN" };
    if (!text.startsWith("{")) return readText(line, this.#texts, this.#lines);
    // Nobody escapes quotes in text that only looks like JSON: read as JSON, it would be what a client made of it.
    const asText = readText(text, this.#jsonLikeTexts, []);
    if (asText.is === "read" || (asText.is === "broken" && asText.reason === "MORE_THAN_ONE_READING")) return asText;
    return this.#readJson(text, layouts);
  }

  #readJson(line: string, layouts: Set<string>): Reading {
    const reading = readJsonCarefully(line, this.#objects, this.#keys);
    if (reading.is === "line") return this.#readInside(reading.line);
    if (reading.is !== "read") return reading;
    const { format, entries, keys } = reading;
    const learned = keys === null ? null : this.#learn(line, keys, layouts);
    return { is: "read", format, entries, learned };
  }

  /** A marker for lines of the same layout, where it is a new one that markers can read. */
  #learn(line: string, keys: JsonKeys, layouts: Set<string>): Candidate | null {
    if (layouts.size >= MOST_LAYOUTS || this.#looksLikeText(line)) return null;
    const layout = layoutOf(line, keys);
    if (layout === null || layout.fields.length > MOST_KEYS) return null;
    const name = layout.literals.join("\0");
    if (layouts.has(name)) return null;
    layouts.add(name);
    return { format: keys.name, marker: jsonMarker(layout), isSure: () => true };
  }

  /** Whether the line has all that text has which was written to look like JSON: then no marker may take such lines for JSON. */
  #looksLikeText(line: string): boolean {
    return this.#jsonLikeTexts.all.some(({ template }) => template.literals.every((literal) => line.includes(literal)));
  }

  /** A line that stood inside a record; it teaches no layout, since the next record's line is inside its record too. */
  #readInside(line: string): Reading {
    const text = line.trim();
    if (!text.startsWith("{")) return readText(line, this.#texts, this.#lines);
    const reading = readJsonCarefully(text, [], this.#keys);
    if (reading.is === "line") return { is: "other" };
    return reading.is === "read" ? { ...reading, learned: null } : reading;
  }
}
