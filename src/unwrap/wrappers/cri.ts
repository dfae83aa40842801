import { BLANK, COLON, hasAt, isTime, timeEnd } from "../bytes.ts";
import type { Line } from "../line.ts";
import { Parts } from "../parts.ts";
import { KEPT, NOT_MINE, PEELED, type Wrapper } from "../wrapper.ts";

const [FULL, PART] = [0x46, 0x50];
/** Both names of streams have as many letters. */
const STREAM_BYTES = 6;

export default {
  name: "cri",
  about: "files of containerd and CRI-O: TIME STREAM TAG before each line, with long lines in parts",
  source:
    "https://github.com/kubernetes/kubernetes/blob/v1.31.0/staging/src/k8s.io/cri-client/pkg/logs/logs.go (parseCRILog)",
  samples: [
    { wrapped: "2026-11-20T09:16:10.123456789Z stdout F the line", lines: [{ text: "the line" }] },
    { wrapped: "2025-12-31T17:37:40.493035218+01:00 stderr F:x the line", lines: [{ text: "the line" }] },
    {
      wrapped: [
        "2026-11-20T09:16:10.1Z stdout P the ",
        "2026-11-20T09:16:10.2Z stderr F another",
        "2026-11-20T09:16:10.3Z stdout P li",
        "2026-11-20T09:16:10.4Z stdout F ne",
      ].join("\n"),
      lines: [{ text: "another" }, { text: "the line", span: 3 }],
    },
    { wrapped: "2026-11-20T09:16:10.1Z stdout P no end", lines: [{ text: "no end" }] },
  ],
  looksLike: ({ bytes, from }) => isTime(bytes, from),
  open() {
    const parts = new Parts();
    return {
      peel(line) {
        const { bytes, from } = line;
        const at = timeEnd(bytes, from) + 1;
        if (at === 0 || bytes[at - 1] !== BLANK || !isStream(bytes, at)) return NOT_MINE;
        const tag = bytes[at + STREAM_BYTES + 1];
        const start = textStart(line, at + STREAM_BYTES + 2);
        if (start < 0 || (tag !== FULL && tag !== PART)) return NOT_MINE;
        // The letter in which the names differ.
        const stream = bytes[at + 3] === 0x6f ? "stdout" : "stderr";
        line.keep(start);
        if (tag === PART) {
          parts.keep(line, stream);
          return KEPT;
        }
        parts.complete(line, stream);
        return PEELED;
      },
      rest: (isEnd) => parts.rest(isEnd),
    };
  },
} satisfies Wrapper;

/** Whether the name of a stream stands at a place, with a blank behind it. */
export function isStream(bytes: Uint8Array, at: number): boolean {
  return hasAt(bytes, at, "std") && (hasAt(bytes, at + 3, "out ") || hasAt(bytes, at + 3, "err "));
}

/** Where the text begins behind the first tag, which a blank follows, or a colon and more tags; -1 where neither does. */
function textStart({ bytes, to }: Line, at: number): number {
  let end = at;
  // An empty line may have lost its last blank.
  if (end === to) return to;
  if (bytes[end] === COLON) while (end < to && bytes[end] !== BLANK) end++;
  return bytes[end] === BLANK ? end + 1 : -1;
}
