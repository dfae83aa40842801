import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drawCaret, explainLine, renderDetected, renderExplanation, type ExplainedLine } from "../../src/index.ts";
import { displayWidth } from "../../src/report/width.ts";
import { cutLine, gatewayLog } from "./inspected.ts";

const plain80 = { width: 80, isRich: false };
const rich200 = { width: 200, isRich: true };
const colours = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, "g");
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

const resent =
  '[2026-11-25T22:50:31.103Z] "POST /accounts?token=hunter2 HTTP/1.1" 504 URX,UT upstream_per_try_timeout - "-" 138 24 482 - "127.21.250.21" "okhttp/4.12.0" "91e67a8f-cef6-494a-aa96-4827dd7942ab" "api.example.com" "127.21.1.11:8080" outbound|8080||accounts.prod.svc.cluster.local 127.21.0.2:52008 127.21.0.2:8443 127.21.250.21:39553 api.example.com accounts-create';

describe("an explained line reads as expected", () => {
  test.each([
    ["plain-80", plain80],
    ["rich-200", rich200],
  ])("a request that was sent again, %s", async (name, canvas) => {
    const explained = await explainLine({ line: `[pod/gw-1/istio-proxy] ${resent}` });
    await expect(renderExplanation(explained, "table", canvas)).toMatchFileSnapshot(`expected/explained.${name}.txt`);
  });

  test("a JSON line, by its keys", async () => {
    const line =
      '{"start_time":"2026-11-25T22:50:31.103Z","response_code":503,"response_flags":"UF","duration":4,"path":"/","team":{"name":"a"},"upstream_transport_failure_reason":"delayed_connect_error:_111"}';
    const explained = await explainLine({ line });
    await expect(renderExplanation(explained, "table", plain80)).toMatchFileSnapshot(
      `expected/explained.json-line.txt`,
    );
  });

  test.each([
    ["cut", cutLine],
    [
      "mismatch",
      async () => explainLine({ line: `[pod/gw-1/istio-proxy] ${resent.replace("138 24 482", "138 24 soon")}` }),
    ],
    [
      "two-readings",
      async () =>
        explainLine({
          line: '[2022-04-01T03:23:12.736Z] "GET / HTTP/1.1" 200 - 0 5 1 1 "-" "a" "b" "c" "shop" "10.0.2.1:80"',
        }),
    ],
    [
      "broken-json",
      async () => explainLine({ line: '{"start_time":"2022-04-01T03:23:12.736Z","response_code":503,}' }),
    ],
    ["other", async () => explainLine({ line: "2026-11-25 INFO starting" })],
    ["empty", async () => explainLine({ line: "" })],
  ] as const)("a line that is no row: %s", async (name, given) => {
    const explained = typeof given === "function" ? await given() : given;
    const text = renderExplanation(explained, "table", plain80);
    for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
    await expect(text).toMatchFileSnapshot(`expected/explained.${name}.txt`);
  });

  test("JSON has all of it, secrets masked, the place counted in the masked line", async () => {
    const explained = await explainLine({ line: resent.replace("138 24 482", "138 24 soon") });
    const json: unknown = JSON.parse(renderExplanation(explained, "json", plain80));
    expect(json).toMatchObject({ is: "reject", reason: "FIELD_MISMATCH" });
    const { line, at } = Object(json);
    expect(line).toContain("/accounts?token=*** HTTP");
    expect(line.slice(at)).toMatch(/^soon /);
    expect(JSON.stringify(json)).not.toContain("hunter2");
  });

  test("nothing is shown of a header whose name is a secret's name", async () => {
    const formatString = '%START_TIME% %RESPONSE_CODE% "%REQ(X-API-KEY)%" "%REQ(USER-AGENT)%"';
    const explained = await explainLine({ line: '2026-11-20T09:16:10.001Z 200 "hunter2" "curl"', formatString });
    for (const output of ["table", "json"]) {
      expect(renderExplanation(explained, output, plain80)).not.toContain("hunter2");
      expect(renderExplanation(explained, output, plain80)).toContain("curl");
    }
  });

  test("an output that there is not is told the nearest", () => {
    expect(() => renderExplanation(cutLine, "jsno", plain80)).toThrow('there is no output "jsno"');
  });
});

describe("what was detected reads as expected", () => {
  const strange = {
    ...gatewayLog,
    name: "logs/\u001b[2Jx.log",
    certainty: "none" as const,
    because: "no line begins as a known format does",
    formats: [],
    wrappers: [],
    rejects: [],
    stranger: "line 1 is: \u202etoken \u001b[31m",
    problem: "gzip data ends early",
    framing: "json-document",
  };

  test.each([
    ["plain-80", plain80],
    ["rich-200", rich200],
  ])("%s", async (name, canvas) => {
    const text = [...renderDetected([gatewayLog, strange], "table", canvas)].join("");
    await expect(text).toMatchFileSnapshot(`expected/detected.${name}.txt`);
  });

  test("a command to copy is made of no name that a shell could take for more", () => {
    for (const name of ["-rf", "a b.log", "$(x).log", "a;b", "a\n.log"])
      expect([...renderDetected([{ ...gatewayLog, name }], "table", plain80)].join("")).not.toContain("sed ");
  });
});

describe("hostile text", () => {
  const nasty = fc
    .array(
      fc.oneof(
        fc.string({ unit: "binary", maxLength: 8 }),
        fc.constantFrom("\u001b[2J", "\u009b31m", "\u0007", "\r", "\n", "\u202e", "\u200b", "\u2028", "\ud800", "口座"),
        fc.string({ unit: "grapheme-ascii", minLength: 40, maxLength: 90 }),
      ),
      { maxLength: 6 },
    )
    .map((parts) => parts.join(""));

  test("nothing of a line, or of what was told, reaches a terminal as it is", () => {
    const said = { about: "x", may_have_run: null, retry: null };
    const field = { operator: null, column: null, about: "x", unit: null };
    fc.assert(
      fc.property(nasty, fc.nat(), (text, at) => {
        const common = { wrappers: ["cri"], told: { pod: text }, line: text, has_more: false };
        const reject = { ...common, is: "reject", reason: "JSON_BROKEN", about: "x" } as const;
        const all: ExplainedLine[] = [
          {
            ...common,
            is: "record",
            format: text,
            about: text,
            fields: [{ ...field, name: text, value: text, says: [{ ...said, what: text }] }],
          },
          { ...reject, at: at % (text.length + 1), expected: [], readings: [] },
          { ...reject, at: null, expected: [], readings: [{ format: text, fields: [{ name: text, value: text }] }] },
          { ...common, is: "other", about: "x" },
        ];
        for (const explained of all) {
          for (const canvas of [plain80, rich200]) {
            const drawn = renderExplanation(explained, "table", canvas).replaceAll(colours, "");
            expect(drawn.replaceAll("\n", "")).not.toMatch(hidden);
          }
          expect(renderExplanation(explained, "json", plain80).replaceAll("\n", "")).not.toMatch(hidden);
        }
      }),
      { numRuns: 100 },
    );
  });

  test("a caret stands under its place, whatever is before and behind it, in the width that there is", () => {
    fc.assert(
      fc.property(nasty, nasty, fc.integer({ min: 40, max: 120 }), (before, behind, width) => {
        const [shown, caret] = drawCaret({ text: `${before}@${behind}`, at: before.length }, width, "...");
        expect(displayWidth(shown)).toBeLessThanOrEqual(width);
        expect(caret).toMatch(/^ +\^$/);
        const left = [...shown].reduce(
          ({ text, columns }, character) =>
            columns < caret.length - 1
              ? { text: text + character, columns: columns + displayWidth(character) }
              : { text, columns },
          { text: "", columns: 0 },
        ).text;
        expect(shown.slice(left.length)).toMatch(/^\p{M}*@/u);
      }),
      { numRuns: 200 },
    );
  });
});
