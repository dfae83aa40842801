import { describe, expect, test } from "vitest";
import { customFormat } from "../../src/parse/custom-format.ts";
import { formats } from "../../src/parse/formats/index.ts";
import { WORD_SLACK } from "../../src/rows/heap.ts";
import { ownLines } from "../../src/parse/own-lines.ts";

/** Whether a line is told to be of the format, at the end of a line of the source and inside a wrapper alike. */
function isOwn(format: string, line: string): boolean {
  const tells = ownLines([customFormat("mine", format), ...formats]);
  if (tells === undefined) throw new Error("no format was given");
  const answers = [`${line}\n`, `${line}"}`].map((text) => {
    const bytes = Buffer.concat([Buffer.from(text), Buffer.alloc(WORD_SLACK)]);
    return tells(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 0, Buffer.byteLength(line));
  });
  expect(answers[0]).toBe(answers[1]);
  return answers[0] === true;
}

test("without a format of the caller's there is nothing to tell", () => {
  expect(ownLines(formats)).toBeUndefined();
});

describe("a line that could be wrapped is the caller's own where it fits as it stands", () => {
  const time = "2026-11-20T09:16:10.001Z";
  test.each([
    ["a time first", "%START_TIME% %RESPONSE_CODE% %DURATION%", `${time} 503 1`, true],
    ["a time before such a line", "%START_TIME% %RESPONSE_CODE% %DURATION%", `${time} ${time} 503 1`, false],
    ["quotes that no marker takes", '%START_TIME% "%REQ(:PATH)%" %DURATION%', `${time} "/a"b" 1`, true],
    ["a word first", "%UPSTREAM_CLUSTER% %START_TIME%", `outbound ${time}`, true],
    ["a name before a word", "%UPSTREAM_CLUSTER% %START_TIME%", `web-1 outbound ${time}`, false],
    ["text of a client first, plain", "%REQ(X-REQUEST-ID)% %START_TIME%", `id-1 ${time}`, true],
    [
      "a prefix that could be that text",
      "%REQ(X-REQUEST-ID)% %START_TIME%",
      `[pod/gw/istio-proxy] id-1 ${time}`,
      false,
    ],
    ["text of a client first that ends at no blank", "%REQ(:PATH)%|%START_TIME%", `/a|${time}`, false],
    [
      "an object with the format's keys",
      '{"log":"%REQ(:PATH)%","t":"%START_TIME%"}',
      `{"log":"/a","t":"${time}"}`,
      true,
    ],
    ["an object with some of them", '{"log":"%REQ(:PATH)%","t":"%START_TIME%"}', `{"t":"${time}"}`, true],
    [
      "an object with a collector's keys too",
      '{"log":"%REQ(:PATH)%","t":"%START_TIME%"}',
      `{"log":"/a","t":"${time}","stream":"stdout"}`,
      false,
    ],
    ["broken JSON", '{"log":"%REQ(:PATH)%"}', '{"log":', false],
    ["another line", "%START_TIME% %DURATION%", "starting", false],
    ["an empty line", "%START_TIME% %DURATION%", "", false],
  ])("%s", (_, format, line, is) => {
    expect(isOwn(format, line)).toBe(is);
  });
});
