import type { RejectReason } from "../core/reject.ts";
import { readJsonCarefully } from "./careful-json.ts";
import { readCarefully } from "./careful-text.ts";
import { compile, type Template } from "./format-string.ts";
import type { Format } from "./format.ts";
import { jsonKeys, type JsonKeys } from "./json-keys.ts";
import { layoutOf } from "./json-layout.ts";
import type { LineMarker } from "./line-marker.ts";
import { jsonMarker } from "./mark-json.ts";
import { textMarker } from "./mark-text.ts";
import type { Entry } from "./record.ts";

/** A marker and the name of the format whose lines it reads. */
export type Candidate = { readonly format: string; readonly marker: LineMarker };

/** What the careful path makes of a line. `other` is a line that is no access log at all. */
export type Reading =
  | {
      readonly is: "read";
      readonly format: string;
      readonly entries: readonly Entry[];
      readonly learned: Candidate | null;
    }
  | { readonly is: "other" }
  | { readonly is: "broken"; readonly reason: RejectReason };

/** More key orders than this in one source are read line by line: each marker costs a try on every line before it. */
const MOST_LAYOUTS = 16;

/** Envoy's time in brackets and the next field's beginning: such a line is an access log line, whatever else is wrong with it. */
const beginsLikeText = /^(?:ACCESS )?\[\d{4}-\d{2}-\d{2}T[^\]]*\] ?["A-Za-z-]?/;

type TextFormat = { readonly name: string; readonly template: Template };

/** The formats that lines are tried against: markers for the common case, the careful path for what markers refuse. */
export class Recogniser {
  readonly #texts: readonly TextFormat[];
  readonly #keys: readonly JsonKeys[];

  constructor(formats: readonly Format[]) {
    this.#texts = formats.flatMap(({ name, shape }) =>
      "text" in shape ? [{ name, template: compile(shape.text) }] : [],
    );
    this.#keys = formats.flatMap(({ name, shape }) => ("json" in shape ? [jsonKeys(name, shape.json)] : []));
  }

  /** Fresh markers of all text formats, for one source; JSON markers are learned from its lines. */
  candidates(): Candidate[] {
    return this.#texts.map(({ name, template }) => ({ format: name, marker: textMarker(template) }));
  }

  /** Reads a line that no marker took. `layouts` is how many JSON layouts the source has taught already. */
  read(line: string, layouts: number): Reading {
    const text = line.trimStart();
    return text.startsWith("{") ? this.#readJson(line, layouts) : this.#readText(line);
  }

  #readJson(line: string, layouts: number): Reading {
    const reading = readJsonCarefully(line, this.#keys);
    if (reading.is !== "read") return reading;
    const layout = layouts < MOST_LAYOUTS ? layoutOf(line, reading.keys.fieldOf) : null;
    const learned = layout === null ? null : { format: reading.keys.name, marker: jsonMarker(layout) };
    return { is: "read", format: reading.keys.name, entries: reading.entries, learned };
  }

  #readText(line: string): Reading {
    let found: Extract<Reading, { is: "read" }> | null = null;
    let isAmbiguous = false;
    let deepest = { place: 0, isCut: false };
    for (const { name, template } of this.#texts) {
      const reading = readCarefully(line, template);
      if (reading.is === "none") {
        if (reading.place > deepest.place) deepest = reading;
        continue;
      }
      isAmbiguous ||= reading.is === "ambiguous" || found !== null;
      if (reading.is === "read")
        found = { is: "read", format: name, entries: entriesOf(template, reading.values), learned: null };
    }
    if (isAmbiguous) return { is: "broken", reason: "MORE_THAN_ONE_READING" };
    if (found !== null) return found;
    if (!beginsLikeText.test(line)) return { is: "other" };
    return { is: "broken", reason: deepest.isCut ? "LINE_CUT" : "FIELD_MISMATCH" };
  }
}

function entriesOf(template: Template, values: readonly string[]): Entry[] {
  return template.fields.map((field, index) => ({
    name: field.written,
    column: field.column,
    kind: field.kind,
    value: values[index]!,
  }));
}
