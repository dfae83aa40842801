import { ESCAPE } from "../bytes.ts";
import { NOT_MINE, PEELED, type Wrapper } from "../wrapper.ts";

/** Colours, and grep's "erase to the end of the line". Source: ECMA-48 sections 8.3.117 and 8.3.41. */
const sequences = /\u001b\[[\d;:]*[mK]/g;

export default {
  name: "ansi",
  about: "a copy from a terminal: colours anywhere in a line",
  source: "https://www.ecma-international.org/publications-and-standards/standards/ecma-48/",
  samples: [
    { wrapped: "\u001b[32mone\u001b[0m \u001b[01;31m\u001b[Ktwo\u001b[m\u001b[K", lines: [{ text: "one two" }] },
  ],
  looksLike: ({ bytes, from, to, mayBeColoured }) => mayBeColoured && bytes.subarray(from, to).includes(ESCAPE),
  open: () => ({
    peel(line) {
      if (!line.mayBeColoured) return NOT_MINE;
      const { text } = line;
      const plain = text.replace(sequences, "");
      if (plain.length === text.length) return NOT_MINE;
      line.write(plain);
      // What other escapes there are stay: they are no colours.
      line.mayBeColoured = false;
      return PEELED;
    },
  }),
} satisfies Wrapper;
