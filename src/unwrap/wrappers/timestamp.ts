import { areDigits, BLANK, COLON, hasAt, isDigit, isTime, OPEN_BRACE, QUOTE, TAB, timeEnd } from "../bytes.ts";
import { NOT_MINE, PEELED, type Wrapper } from "../wrapper.ts";
import { isStream } from "./cri.ts";

/** What stands behind the time in a line of ztunnel or of Istio's agent whose tabs somebody's terminal made blanks. */
const levels = ["trace ", "debug ", "info ", "warn ", "error ", "fatal "];

export default {
  name: "timestamp",
  about: "a time before each line: kubectl logs and docker logs --timestamps, stern, logcli, CloudWatch's exports",
  source:
    "https://github.com/kubernetes/kubernetes/blob/v1.31.0/staging/src/k8s.io/cri-client/pkg/logs/logs.go; https://github.com/aws/aws-cli/blob/2.17.0/awscli/customizations/logs/tail.py; https://github.com/stern/stern/blob/v1.30.0/cmd/cmd.go",
  samples: [
    { wrapped: "2025-01-30T12:10:13.682034460Z the line", lines: [{ text: "the line" }] },
    { wrapped: "2026-11-20T09:16:10.123456+00:00 the line", lines: [{ text: "the line" }] },
    { wrapped: "2026-11-20T09:16:10 the line", lines: [{ text: "the line" }] },
    { wrapped: "11-20 09:16:10 the line", lines: [{ text: "the line" }] },
  ],
  looksLike: ({ bytes, from }) => isTime(bytes, from) || isShortTime(bytes, from),
  open: () => ({
    peel(line) {
      const { bytes, from, to } = line;
      const end = isShortTime(bytes, from) ? from + SHORT_BYTES : timeEnd(bytes, from);
      const start = end + 1;
      if (end < 0 || start >= to || bytes[end] !== BLANK || bytes[start] === BLANK || bytes[start] === TAB)
        return NOT_MINE;
      // Other wrappers begin with a time too.
      if (isStream(bytes, start) || levels.some((level) => hasAt(bytes, start, level))) return NOT_MINE;
      if (bytes[start] === OPEN_BRACE && bytes[start + 1] !== QUOTE && bytes[start + 1] !== BLANK) return NOT_MINE;
      line.keep(start);
      return PEELED;
    },
  }),
} satisfies Wrapper;

const SHORT_BYTES = 14;

/** Whether stern's short time begins at a place: `01-02 15:04:05`. */
function isShortTime(bytes: Uint8Array, at: number): boolean {
  return (
    areDigits(bytes, at, 2) &&
    bytes[at + 2] === 0x2d &&
    areDigits(bytes, at + 3, 2) &&
    bytes[at + 5] === BLANK &&
    areDigits(bytes, at + 6, 2) &&
    bytes[at + 8] === COLON &&
    areDigits(bytes, at + 9, 2) &&
    bytes[at + 11] === COLON &&
    areDigits(bytes, at + 12, 2) &&
    !isDigit(bytes[at + SHORT_BYTES])
  );
}
