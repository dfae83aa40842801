import { QUOTE } from "../bytes.ts";
import { linesIn } from "../lines-in.ts";
import { NOT_MINE, PEELED, SEVERAL, type Wrapper } from "../wrapper.ts";

export default {
  name: "json-string",
  about: "a line as a JSON string, as jq writes it without --raw-output",
  source: "https://jqlang.github.io/jq/manual/v1.7/#invoking-jq",
  samples: [
    { wrapped: '"a \\"quoted\\" line\\n"', lines: [{ text: 'a "quoted" line' }] },
    { wrapped: '"one\\ntwo"', lines: [{ text: "one" }, { text: "two" }] },
  ],
  looksLike: ({ bytes, from, to }) => bytes[from] === QUOTE && bytes[to - 1] === QUOTE && to - from > 2,
  open: () => ({
    peel(line) {
      const { bytes, from, to, facts } = line;
      if (bytes[from] !== QUOTE || bytes[to - 1] !== QUOTE) return NOT_MINE;
      const text = stringFrom(line.text);
      if (text === null) return NOT_MINE;
      const lines = linesIn(text);
      if (lines.length > 1) {
        line.more = lines.map((each) => ({ text: each, facts }));
        return SEVERAL;
      }
      line.write(lines[0] ?? "");
      return PEELED;
    },
  }),
} satisfies Wrapper;

function stringFrom(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "string" ? value : null;
  } catch {
    return null;
  }
}
