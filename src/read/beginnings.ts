import { Fingerprint } from "./fingerprint.ts";

/** A beginning of a log: how many bytes, their fingerprint, and where its last line begins, which is its end where that is whole. */
export type Beginning = { readonly bytes: number; readonly fingerprint: string; readonly lineBegin: number };

const NEWLINE = 0x0a;

/** How long the logs in archives are that are known, by their paths in the archives. */
export class KnownLengths {
  readonly #byPath = new Map<string, Set<number>>();

  add(path: string, bytes: number): void {
    const lengths = this.#byPath.get(path);
    if (lengths === undefined) this.#byPath.set(path, new Set([bytes]));
    else lengths.add(bytes);
  }

  /** Shape: ascending, each once. */
  of(path: string): readonly number[] {
    return [...(this.#byPath.get(path) ?? [])].toSorted((one, other) => one - other);
  }
}

/** Takes the beginnings of some lengths, ascending, from bytes that come one after the other and only once. */
export class Beginnings {
  /** Those that have come by. */
  readonly found: Beginning[] = [];
  readonly #waiting: number[];
  readonly #fingerprint = new Fingerprint();
  #lineBegin = 0;
  length = 0;

  constructor(lengths: readonly number[]) {
    this.#waiting = [...lengths];
  }

  add(bytes: Uint8Array): void {
    let rest = bytes;
    for (
      let next = this.#waiting[0];
      next !== undefined && next <= this.length + rest.length;
      next = this.#waiting[0]
    ) {
      const part = next - this.length;
      this.#take(rest.subarray(0, part));
      rest = rest.subarray(part);
      this.found.push({ bytes: next, fingerprint: this.fingerprint(), lineBegin: this.#lineBegin });
      this.#waiting.shift();
    }
    this.#take(rest);
  }

  /** The fingerprint of all bytes so far. */
  fingerprint(): string {
    return this.#fingerprint.text(this.length);
  }

  #take(bytes: Uint8Array): void {
    this.#fingerprint.add(bytes, this.length);
    const newline = bytes.lastIndexOf(NEWLINE);
    if (newline >= 0) this.#lineBegin = this.length + newline + 1;
    this.length += bytes.length;
  }
}
