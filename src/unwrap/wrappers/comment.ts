import { BLANK, isLogStart } from "../bytes.ts";
import { NOT_MINE, PEELED, type Wrapper } from "../wrapper.ts";

const [HASH, GREATER] = [0x23, 0x3e];
const line = '[2026-11-20T09:16:10.001Z] "GET / HTTP/1.1" 200 -';

export default {
  name: "comment",
  about: "a line quoted in notes: # or > before it, or blanks",
  source: "lines that people pasted into issues and READMEs",
  samples: [
    { wrapped: `# ${line}`, lines: [{ text: line }] },
    { wrapped: `> ${line}`, lines: [{ text: line }] },
    { wrapped: `    ${line}`, lines: [{ text: line }] },
  ],
  looksLike: ({ bytes, from }) => bytes[from] === HASH || bytes[from] === GREATER || bytes[from] === BLANK,
  open: () => ({
    peel(each) {
      const { bytes, from, to } = each;
      let at = from;
      while (at < to && (bytes[at] === HASH || bytes[at] === GREATER || bytes[at] === BLANK)) at++;
      if (at === from || at === to || !isLogStart(bytes, at)) return NOT_MINE;
      each.keep(at);
      return PEELED;
    },
  }),
} satisfies Wrapper;
