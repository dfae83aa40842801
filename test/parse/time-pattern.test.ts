import { describe, expect, test } from "vitest";
import { compileTimePattern } from "../../src/parse/time-pattern.ts";
import { timeOf } from "../../src/parse/times.ts";

describe("time patterns", () => {
  test.each([
    ["%s.%3f", "1795166170.001", "2026-11-20T09:16:10.001Z"],
    ["%s%3f", "1795166170001", "2026-11-20T09:16:10.001Z"],
    ["%s", "1795166170", "2026-11-20T09:16:10.000Z"],
    ["%Y/%m/%dT%H:%M:%S%z", "2026/11/20T10:16:10+0100", "2026-11-20T09:16:10.000Z"],
    ["%Y-%m-%dT%H:%M:%E3S%Ez", "2026-11-20T03:46:10.001-05:30", "2026-11-20T09:16:10.001Z"],
    ["%FT%T.%6fZ", "2026-11-20T09:16:10.001002Z", "2026-11-20T09:16:10.001002Z"],
    ["%Y-%m-%d %H:%M:%S.%f", "2026-11-20 09:16:10.001002003", "2026-11-20T09:16:10.001002Z"],
    ["%d/%b/%Y:%H:%M:%S %z", "20/Nov/2026:09:16:10 +0000", "2026-11-20T09:16:10.000Z"],
    ["%a, %e %b %y %I:%M:%S %p", "Fri, 20 Nov 26 09:16:10 AM", "2026-11-20T09:16:10.000Z"],
    ["%Y-%j %T.%*f", "2026-324 09:16:10.5", "2026-11-20T09:16:10.500Z"],
    ["100%% %s", "100% 1795166170", "2026-11-20T09:16:10.000Z"],
  ])("%s reads %s", (pattern, text, time) => {
    const compiled = compileTimePattern(pattern, false);
    expect(compiled?.pattern.test(text)).toBe(true);
    expect(text.length).toBeLessThanOrEqual(compiled!.most);
    expect(compiled?.convert?.(text)).toBe(time);
  });

  test("a pattern that does not tell the moment converts nothing", () => {
    expect(compileTimePattern("%H:%M:%S", false)?.convert).toBeNull();
    expect(compileTimePattern("%Y-%m-%d %T", true)?.convert).toBeNull();
    expect(compileTimePattern("%Q", false)).toBeNull();
  });

  test("a day that its month has not is no time", () => {
    expect(compileTimePattern("%F %T", false)?.convert?.("2026-02-30 00:00:00")).toBeNull();
  });
});

describe("times without a pattern", () => {
  test.each([
    ["2026-11-20T09:16:10Z", "2026-11-20T09:16:10.000Z"],
    ["2026-11-20T09:16:10.001Z", "2026-11-20T09:16:10.001Z"],
    ["2026-11-20T09:16:10.001234567Z", "2026-11-20T09:16:10.001234Z"],
    ["2026-11-20T10:16:10+01:00", "2026-11-20T09:16:10.000Z"],
    ["2026-11-20 09:16:10,5", "2026-11-20T09:16:10.500Z"],
    ["1795166170.25", "2026-11-20T09:16:10.250Z"],
    ["1795166170001", "2026-11-20T09:16:10.001Z"],
    ["1795166170001002003", "2026-11-20T09:16:10.001002Z"],
    ["2024-02-29T00:00:00.000Z", "2024-02-29T00:00:00.000Z"],
    ["2026-02-29T00:00:00.000Z", null],
    ["2026-11-20T24:00:00.000Z", null],
    ["2026-11-20", null],
    ["soon", null],
    ["", null],
  ])("%s is %s", (text, time) => {
    expect(timeOf(text)).toBe(time);
  });
});
