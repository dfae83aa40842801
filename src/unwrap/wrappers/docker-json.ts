import { COMMA, hasAt, NEWLINE, QUOTE } from "../bytes.ts";
import { Parts } from "../parts.ts";
import { unescape } from "../unescape.ts";
import { KEPT, NOT_MINE, PEELED, type Wrapper } from "../wrapper.ts";

const HEAD = '{"log":"';
const STREAM = '"stream":"';
/** What `unescape` makes of a carriage return. */
const returnPicture = Buffer.from("␍");

export default {
  name: "docker-json",
  about: 'files of Docker\'s json-file driver: {"log":TEXT,"stream":STREAM,"time":TIME}, with long lines in parts',
  source: "https://github.com/moby/moby/blob/v27.0.0/daemon/logger/jsonfilelog/jsonlog/jsonlogbytes.go",
  samples: [
    {
      wrapped: '{"log":"a \\"quoted\\" \\u003cline\\u003e\\n","stream":"stdout","time":"2026-11-20T09:16:10.123Z"}',
      lines: [{ text: 'a "quoted" <line>' }],
    },
    {
      wrapped:
        '{"log":"{\\"a\\":\\"\\\\\\"b\\\\\\"\\"}\\n","stream":"stdout","attrs":{"tag":"x"},"time":"2026-11-20T09:16:10.123Z"}',
      lines: [{ text: '{"a":"\\"b\\""}' }],
    },
    {
      wrapped: [
        '{"log":"the ","stream":"stdout","time":"2026-11-20T09:16:10.1Z"}',
        '{"log":"another\\n","stream":"stderr","time":"2026-11-20T09:16:10.2Z"}',
        '{"log":"line\\n","stream":"stdout","time":"2026-11-20T09:16:10.3Z"}',
      ].join("\n"),
      lines: [{ text: "another" }, { text: "the line", span: 2 }],
    },
  ],
  looksLike: ({ bytes, from }) => hasAt(bytes, from, HEAD),
  open() {
    const parts = new Parts();
    return {
      peel(line) {
        const { bytes, from, to } = line;
        if (!hasAt(bytes, from, HEAD)) return NOT_MINE;
        const start = from + HEAD.length;
        const room = line.room(to - start);
        const { end, length, isColoured } = unescape(line, start, to, room);
        if (end < 0 || bytes[end + 1] !== COMMA || !hasAt(bytes, end + 2, STREAM)) return NOT_MINE;
        const stream = bytes[end + 2 + STREAM.length + 3] === 0x6f ? "stdout" : "stderr";
        if (!isDockers(bytes, end + 2 + STREAM.length + stream.length, to)) return NOT_MINE;
        const isWhole = room.bytes[length - 1] === NEWLINE;
        line.replace(room, isWhole ? lengthOfLine(room.bytes, length) : length);
        line.mayBeColoured = isColoured;
        if (!isWhole) {
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

/** Whether nothing but Docker's own members follow the stream: what a collector added tells more, and is not for this wrapper. */
function isDockers(bytes: Uint8Array, at: number, to: number): boolean {
  if (hasAt(bytes, at, '","attrs":{')) return hasAt(bytes, to - 2, '"}');
  if (!hasAt(bytes, at, '","time":"')) return false;
  let end = at + 10;
  while (end < to && bytes[end] !== QUOTE) end++;
  return end === to - 2;
}

/** The length of a text without its newline, and without the carriage return that Windows puts before it. */
function lengthOfLine(bytes: Buffer, length: number): number {
  const end = length - 1 - returnPicture.length;
  return bytes[length - 2] === returnPicture[2] && bytes.subarray(Math.max(0, end), length - 1).equals(returnPicture)
    ? end
    : length - 1;
}
