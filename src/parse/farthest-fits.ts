import { fieldLimit, isCut, placesOfEnds } from "./careful-text.ts";
import type { Template } from "./format-string.ts";
import { firstFrom, type LineText } from "./line-text.ts";
import type { TextFormat } from "./text-format.ts";
import type { ValueShape } from "./value-shape.ts";

/** Where a line that fits no format stops fitting the format. */
export type Misfit = {
  /** The letter from 0 at which the field begins that does not fit; of several such letters the first. */
  readonly place: number;
  /** That field, from 0: so many fields before it were read. */
  readonly field: number;
  /** Whether the line, as far as it goes, is the beginning of one that fits. */
  readonly isCut: boolean;
};

/** Of the places where the first misfitting field can begin, so many are looked at. */
const MOST_PLACES = 100;
/** So many places are held against a value before a line counts as hostile; it is then known as far as that. */
const MOST_STEPS = 50_000;

/** A field of all formats that are alike up to the literal behind it. */
type Node = { readonly formats: TextFormat[]; readonly index: number; readonly next: Map<string, Node> };

/** The field that a line gets to, and the places where it can begin. */
type Reached = { readonly node: Node; readonly starts: readonly number[] };

/**
 * Tells which formats a line fits farthest that fits none. Most formats begin alike, so they are held against it as a
 * tree: what they have in common is looked at once.
 */
export class FarthestFits {
  readonly #roots = new Map<string, Node>();
  readonly #shapes = new Map<ValueShape, number>();

  constructor(formats: readonly TextFormat[]) {
    for (const format of formats) this.#add(format);
  }

  /** The formats of which the line has most fields, and where it stops fitting each. */
  of(line: LineText): readonly (TextFormat & { readonly misfit: Misfit })[] {
    // A line of which not one letter fits does not fit at all.
    const reached = this.#reachedBy(line).filter(({ starts }) => starts[0]! > 0);
    return reached.flatMap(({ node: { formats, index }, starts }) =>
      formats.map((format) => ({
        ...format,
        misfit: {
          place: starts[0]!,
          field: index,
          // Asked of few: a line that fits nowhere far enough is no access log line, cut or not.
          get isCut() {
            return starts.slice(0, MOST_PLACES).some((at) => isCut(line, format.template, index, at));
          },
        },
      })),
    );
  }

  #add(format: TextFormat): void {
    const { literals, fields } = format.template;
    let nodes = this.#roots;
    for (const [index, { shape }] of fields.entries()) {
      // What a field's end depends on: for a free one, that is the next field too.
      const behind = shape.holds === "anything" ? [this.#idOf(fields[index + 1]?.shape), literals[index + 2]] : [];
      const key = JSON.stringify([index === 0 ? literals[0] : "", this.#idOf(shape), literals[index + 1], ...behind]);
      let node = nodes.get(key);
      if (node === undefined) nodes.set(key, (node = { formats: [], index, next: new Map() }));
      node.formats.push(format);
      nodes = node.next;
    }
  }

  #idOf(shape: ValueShape | undefined): number {
    if (shape === undefined) return -1;
    if (!this.#shapes.has(shape)) this.#shapes.set(shape, this.#shapes.size);
    return this.#shapes.get(shape)!;
  }

  #reachedBy(line: LineText): readonly Reached[] {
    let farthest: Reached[] = [];
    const budget = { steps: 0 };
    const visit = (node: Node, starts: readonly number[]): void => {
      if (node.index > (farthest[0]?.node.index ?? 0)) farthest = [];
      if (node.index === (farthest[0]?.node.index ?? node.index)) farthest.push({ node, starts });
      const { template } = node.formats[0]!;
      if (node.next.size === 0) return;
      const behind = endsFrom(line, template, node.index, starts, budget);
      if (behind.length > 0) for (const next of node.next.values()) visit(next, behind);
    };
    for (const root of this.#roots.values()) {
      const literal = root.formats[0]!.template.literals[0]!;
      if (line.text.startsWith(literal)) visit(root, [literal.length]);
    }
    return farthest;
  }
}

/** Where the next field can begin if this one begins at one of the places; ascending. */
function endsFrom(
  line: LineText,
  template: Template,
  index: number,
  starts: readonly number[],
  budget: { steps: number },
): number[] {
  const { shape } = template.fields[index]!;
  const places = placesOfEnds(line, template, index);
  const width = template.literals[index + 1]!.length;
  if (shape.holds === "anything") return places.slice(firstFrom(places, starts[0]!)).map((end) => end + width);
  const found = new Set<number>();
  for (const at of starts) {
    const limit = fieldLimit(line, shape, at);
    for (let place = firstFrom(places, at); places[place]! <= limit; place++) {
      const end = places[place]!;
      // A long value costs as many steps as it is long, so that many long values are bounded too.
      budget.steps += 1 + ((end - at) >> 6);
      if (budget.steps > MOST_STEPS) break;
      if (!found.has(end) && (shape.pattern?.test(line.text.slice(at, end)) ?? true)) found.add(end);
    }
  }
  const ends = [...found].map((end) => end + width);
  return starts.length > 1 ? ends.sort((one, other) => one - other) : ends;
}
