import type { Block } from "../read/block.ts";
import { EQUALS, ESCAPE, isTextLine, NEWLINE } from "./bytes.ts";
import { FactsPool, noFacts } from "./facts-pool.ts";
import { Line } from "./line.ts";
import { Output } from "./output.ts";
import { factsOfPath } from "./path-facts.ts";
import { factsOfHead } from "./section-heads.ts";
import { Layers, MOST_LAYERS, type IsOwn } from "./recognise.ts";
import type { Facts, UnwrappedBlock } from "./unwrapped-block.ts";
import { BARE, KEPT, NOT_MINE, SEVERAL, type Wrapper } from "./wrapper.ts";

/** Unwraps the blocks of one source, in order. */
export class Stage {
  readonly #pool = new FactsPool();
  readonly #line = new Line(this.#pool);
  readonly #layers: Layers;
  /** What the source's name tells, and what the last head of a section in it tells. */
  readonly #named: Facts;
  #told: Facts;
  readonly #namesWrappers: boolean;
  #output: Output | undefined;

  constructor(name: string, shelf: readonly Wrapper[], isOwn?: IsOwn, namesWrappers = false) {
    this.#namesWrappers = namesWrappers;
    this.#layers = new Layers(shelf, isOwn);
    this.#named = this.#pool.join(noFacts, factsOfPath(name));
    this.#told = this.#named;
  }

  /** The block without wrappers; the same bytes where no line has one. */
  *unwrap(block: Block): Generator<UnwrappedBlock> {
    const { bytes, length, tooLong, spans } = block;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const line = this.#line;
    const isColoured = bytes.subarray(0, length).includes(ESCAPE);
    /** Where lines begin that stay as they are and were not copied yet. */
    let run = 0;
    let runIndex = 0;
    let index = 0;
    for (let at = 0; at < length; index++) {
      const end = bytes.indexOf(NEWLINE, at);
      const long = tooLong.length === 0 ? undefined : tooLong.find((each) => each.index === index);
      const head = bytes[at] === EQUALS ? factsOfHead(bytes.toString("utf8", at, end)) : null;
      let outcome = NOT_MINE;
      if (isColoured || (!isTextLine(bytes, at) && at < end)) {
        line.start(bytes, view, at, end);
        line.mayBeColoured = isColoured;
        line.facts = this.#told;
        line.span = spans?.[index] ?? 1;
        outcome = this.#layers.peel(line, 0);
      }
      if (outcome !== NOT_MINE || long !== undefined || head !== null) {
        this.#output ??= new Output(this.#namesWrappers);
        this.#output.addAll(block, run, at, runIndex, index - runIndex, this.#told);
        if (long !== undefined) this.#output.addTooLong(long.text, this.#told, spans?.[index] ?? 1);
        else if (head === null) this.#finish(this.#output, outcome, 0);
        else this.#output.addAll(block, at, end + 1, index, 1, this.#told);
        if (head !== null) this.#told = this.#pool.join(this.#named, head);
        if (this.#output.isFull) yield this.#output.take();
        run = end + 1;
        runIndex = index + 1;
      }
      at = end + 1;
    }
    if (run === 0) {
      const facts = this.#told === noFacts ? null : Array.from({ length: index }, () => this.#told);
      yield { bytes, length, tooLong, spans, facts, wrappers: null };
      return;
    }
    const output = (this.#output ??= new Output(this.#namesWrappers));
    output.addAll(block, run, length, runIndex, index - runIndex, this.#told);
    this.#rest(output, false);
    yield output.take();
  }

  /** What is left at the end of the source. */
  *end(): Generator<UnwrappedBlock> {
    if (this.#output === undefined) return;
    this.#rest(this.#output, true);
    yield this.#output.take();
  }

  /** Takes the other layers off the line and puts out what is in it. */
  #finish(output: Output, first: number, layer: number, rest = ""): void {
    const line = this.#line;
    let outcome = first;
    let next = layer + 1;
    for (; outcome !== NOT_MINE && outcome !== BARE; next++) {
      if (outcome === KEPT) return;
      if (outcome === SEVERAL) return this.#several(output, next);
      outcome = next < MOST_LAYERS ? this.#layers.peel(line, next) : NOT_MINE;
    }
    if (!this.#namesWrappers) return output.add(line);
    const names = this.#layers.names(outcome === BARE ? next : next - 1);
    output.add(line, rest === "" ? names : [rest, ...names]);
  }

  /** Puts out each of the lines that a line holds. They stand for as many lines of the source as it did, and at least for one each. */
  #several(output: Output, layer: number): void {
    const line = this.#line;
    const { more, span } = line;
    let isFirst = true;
    for (const { text, facts } of more) {
      line.write(text);
      line.facts = facts;
      line.isTooLong = false;
      line.span = isFirst ? Math.max(1, span - more.length + 1) : 1;
      isFirst = false;
      this.#finish(output, layer < MOST_LAYERS ? this.#layers.peel(line, layer) : NOT_MINE, layer);
    }
  }

  /** Puts out parts that were given up. Their text may be a part itself, but not without end. */
  #rest(output: Output, isEnd: boolean): void {
    const line = this.#line;
    for (let round = 0; ; round++) {
      const rest = this.#layers.rest(isEnd);
      for (const { text, facts, span, wrapper } of rest) {
        line.write(text);
        line.facts = facts;
        line.isTooLong = false;
        line.span = span;
        this.#finish(output, round < MOST_LAYERS ? this.#layers.peel(line, 0) : NOT_MINE, 0, wrapper);
      }
      if (!isEnd || rest.length === 0) return;
    }
  }
}
