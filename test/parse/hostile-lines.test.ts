import { describe, expect, test } from "vitest";
import { readLine } from "./read-lines.ts";

const LENGTH = 500_000;
const head = '[2022-04-01T03:23:12.736Z] "GET ';
const tail =
  ' HTTP/1.1" 200 - via_upstream - "-" 0 605 4 3 "-" "a" "b" "c" "10.0.0.1:80" d 10.0.0.2:1 10.0.0.3:2 10.0.0.4:3 - default';

/** So many letters of a repeated text. */
function many(text: string): string {
  return text.repeat(LENGTH / text.length);
}

describe("a line made to take long", () => {
  test.each([
    ["quotes and blanks", `${head}${many('" "')}${tail}`],
    ["blanks", `${head}${many(" ")}${tail}`],
    ["quotes", `${head}${many('"')}${tail}`],
    ["beginnings of a tail", `${head}${many(' HTTP/1.1" 200 - ')}${tail}`],
    ["details with braces", `${head}/ HTTP/1.1" 200 - ${many("x{a} ")}${tail}`],
    ["many protocols", `${head}${many("HTTP/1.1")}${tail}`],
    ["brackets", `{"start_time":"2022","a":${many("[")}`],
    ["escapes", `{"start_time":"2022-04-01T03:23:12.736Z","response_code":1,"path":"${many('\\"')}"}`],
    ["an open string", `{"start_time":"2022-04-01T03:23:12.736Z","response_code":1,"path":"${many("\\\\")}`],
    ["many keys", `{"start_time":"2022-04-01T03:23:12.736Z","response_code":1,"path":"/"${many(',"a":1')}}`],
    [
      "a quote that ztunnel opened",
      `2024-07-26T17:18:00.953004Z\terror\taccess\tconnection complete\tsrc.addr="${many("\\")}`,
    ],
    ["blanks behind ztunnel's head", `2024-07-26T17:18:00.953004Z\terror\taccess\tconnection complete\t${many(" ")}x`],
    ["a bracket of ztunnel's", `[ztunnel-${many("a")}`],
    ["a bracket with a time", `[2022-04-01T${many("1")}`],
    ["digits", `${head}/ HTTP/1.1" ${many("1")}`],
  ])("%s", async (_, line) => {
    const began = performance.now();
    const outcome = await readLine(line);
    expect(["record", "reject", "other"]).toContain(outcome.is);
    // A hundredth of this on a quiet machine; a square of the length would take minutes.
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});
