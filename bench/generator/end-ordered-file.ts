import { closeSync, openSync, writeSync } from "node:fs";

interface Pending {
  readonly endedAt: number;
  readonly text: string;
}

/** A file that takes lines in nearly any order and holds them in the order in which their requests ended. */
export interface EndOrderedFile {
  add(endedAt: number, text: string): void;
  /** Says that no line will be added that ended before this moment. */
  settle(before: number): void;
  /** The size of the file, which has all its lines now. Units: bytes. */
  close(): number;
}

// Both are small on purpose: strings that outlive a young collection cost more than the lines themselves.
const MOST_PENDING = 1500;
const CHUNK_CHARACTERS = 1 << 18;

/** An empty file of that name, open for lines of ASCII. */
export function openEndOrderedFile(path: string): EndOrderedFile {
  const descriptor = openSync(path, "w");
  let pending: Pending[] = [];
  let releaseAt = MOST_PENDING;
  let chunk: string[] = [];
  let characters = 0;
  let bytes = 0;

  function flush(): void {
    const block = Buffer.from(chunk.join(""), "latin1");
    for (let at = 0; at < block.length;) at += writeSync(descriptor, block, at);
    bytes += block.length;
    chunk = [];
    characters = 0;
  }

  function release(before: number): void {
    pending.sort((a, b) => a.endedAt - b.endedAt);
    let count = 0;
    for (const { endedAt, text } of pending) {
      if (endedAt >= before) break;
      count++;
      chunk.push(text);
      characters += text.length;
      if (characters >= CHUNK_CHARACTERS) flush();
    }
    pending = pending.slice(count);
    // Else lines that nothing settles would be sorted again for each new one.
    releaseAt = pending.length * 2 + MOST_PENDING;
  }

  return {
    add(endedAt, text) {
      pending.push({ endedAt, text });
    },
    settle(before) {
      if (pending.length >= releaseAt) release(before);
    },
    close() {
      release(Number.POSITIVE_INFINITY);
      flush();
      closeSync(descriptor);
      return bytes;
    },
  };
}
