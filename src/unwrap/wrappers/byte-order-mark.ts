import { NOT_MINE, PEELED, type Wrapper } from "../wrapper.ts";

const isMark = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf;

export default {
  name: "byte-order-mark",
  about: "a byte-order mark before a line that is not the first, as in files put one behind the other",
  source: "https://www.unicode.org/faq/utf_bom.html#bom1",
  samples: [{ wrapped: "\ufeffthe line", lines: [{ text: "the line" }] }],
  looksLike: ({ bytes, from }) => isMark(bytes, from),
  open: () => ({
    peel(line) {
      if (!isMark(line.bytes, line.from)) return NOT_MINE;
      line.keep(line.from + 3);
      return PEELED;
    },
  }),
} satisfies Wrapper;
