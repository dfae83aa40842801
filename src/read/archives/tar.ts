import { ReadableStream } from "node:stream/web";
import { createTarDecoder } from "modern-tar";
import { Skippable, type Member } from "./member.ts";

const MARK_BYTES = 1024;

/** The files of a tar archive; folders, links and devices are left out. */
export async function* tarMembers(archive: AsyncIterable<Uint8Array>): AsyncIterable<Member> {
  const end = new EndMark();
  const entries = ReadableStream.from(end.watch(archive)).pipeThrough(createTarDecoder());
  for await (const { header, body } of entries) {
    const content = new Skippable(exactly(header.size, body));
    if (header.type === "file" || header.type === undefined) yield { path: header.name, content };
    await content.skip();
  }
  if (!end.isThere) throw new Error("unexpected end of data");
}

/** Two blocks of zeros, which the decoder does not ask for: without them an archive cut between two files looks whole. */
class EndMark {
  #zeros = 0;

  get isThere(): boolean {
    return this.#zeros >= MARK_BYTES;
  }

  async *watch(archive: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
    for await (const chunk of archive) {
      const last = chunk.findLastIndex((byte) => byte !== 0);
      this.#zeros = last < 0 ? this.#zeros + chunk.length : chunk.length - 1 - last;
      yield chunk;
    }
  }
}

/** A body as long as its head says. The decoder ends it quietly where the archive ends. */
async function* exactly(size: number, body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    yield chunk;
  }
  if (length < size) throw new Error("unexpected end of data");
}
