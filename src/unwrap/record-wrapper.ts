import { OPEN_BRACE } from "./bytes.ts";
import type { SomeFacts } from "./facts-pool.ts";
import type { JsonObject } from "./json-value.ts";
import type { Line } from "./line.ts";
import { linesIn } from "./lines-in.ts";
import { Parts } from "./parts.ts";
import { BARE, KEPT, NOT_MINE, PEELED, SEVERAL, type Wrapper } from "./wrapper.ts";

/** What is in a record: text or another object, and what the record tells of it. */
export type Content = {
  readonly text?: string;
  readonly object?: JsonObject;
  readonly facts?: SomeFacts;
  /** Whether nothing more is wrapped in it. */
  readonly isBare?: boolean;
  /** Where the line was cut: the stream whose next record goes on or ends it; its number where they come in any order. */
  readonly part?: { readonly stream: string; readonly isLast: boolean; readonly index?: number };
};

/** A wrapper of JSON records, by what it finds in one; null in a record of another kind. */
export function recordWrapper(
  about: Pick<Wrapper, "name" | "about" | "source" | "samples" | "isLastResort"> & {
    readonly contentOf: () => (record: JsonObject) => Content | readonly Content[] | null;
  },
): Wrapper {
  const { contentOf, ...rest } = about;
  return {
    ...rest,
    looksLike: ({ bytes, from }) => bytes[from] === OPEN_BRACE,
    open() {
      const read = contentOf();
      const parts = new Parts();
      return {
        peel(line) {
          const { record } = line;
          const content = record === null ? null : read(record);
          return content === null ? NOT_MINE : put(line, content, parts);
        },
        rest: (isEnd) => parts.rest(isEnd),
      };
    },
  };
}

function isList(content: Content | readonly Content[]): content is readonly Content[] {
  return Array.isArray(content);
}

function put(line: Line, content: Content | readonly Content[], parts: Parts): number {
  if (isList(content)) {
    line.more = content.flatMap((each) =>
      linesIn(textOf(each)).map((text) => ({ text, facts: line.factsWith(each.facts ?? {}) })),
    );
    return SEVERAL;
  }
  const lines = linesIn(textOf(content));
  line.tell(content.facts ?? {});
  if (lines.length > 1) {
    line.more = lines.map((text) => ({ text, facts: line.facts }));
    return SEVERAL;
  }
  line.write(lines[0] ?? "");
  const { part } = content;
  if (part !== undefined && !part.isLast) {
    parts.keep(line, part.stream, part.index);
    return KEPT;
  }
  if (part !== undefined) parts.complete(line, part.stream, part.index);
  return content.isBare === true ? BARE : PEELED;
}

function textOf({ text, object }: Content): string {
  return text ?? JSON.stringify(object ?? null);
}
