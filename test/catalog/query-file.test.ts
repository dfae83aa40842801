import { expect, test } from "vitest";
import { takeApart } from "../../src/catalog/query-file.ts";

const text = "-- ---\n-- id: some\n-- list: [a, b]\n-- ---\nselect 1\n";

test("a query file is its head as YAML and its SQL", () => {
  expect(takeApart("some.sql", text)).toEqual({
    path: "some.sql",
    head: { id: "some", list: ["a", "b"] },
    sql: "select 1",
  });
});

test.each([
  ["with line ends of Windows", text.replaceAll("\n", "\r\n")],
  ["with text before its head", `-- a licence\n\n${text}`],
  ["with blanks behind its fences", text.replaceAll("-- ---", "-- ---  ")],
  ["without a newline at its end", text.trimEnd()],
])("a file %s says the same", (_what, other) => {
  expect(takeApart("some.sql", other)).toEqual(takeApart("some.sql", text));
});

test("comments and fences in the SQL stay there", () => {
  const { sql } = takeApart("some.sql", `${text}-- why\n-- ---\nfrom t`);
  expect(sql).toBe("select 1\n-- why\n-- ---\nfrom t");
});

test.each([
  ["without a head", "select 1"],
  ["with one fence", "-- ---\n-- id: some\nselect 1"],
  ["that is empty", ""],
])("a file %s is refused", (_what, other) => {
  expect(() => takeApart("some.sql", other)).toThrow(
    expect.objectContaining({ code: "USAGE_BAD_QUERY_FILE", message: '"some.sql" has no head' }),
  );
});

test("a head that is no YAML is refused, with what is wrong", () => {
  expect(() => takeApart("some.sql", "-- ---\n-- id: [a\n-- ---\nselect 1")).toThrow(
    expect.objectContaining({
      code: "USAGE_BAD_QUERY_FILE",
      message: expect.stringMatching(/^the head of "some\.sql" is no YAML: /),
    }),
  );
});

test("a head is data: YAML cannot make objects of other kinds or blow up", () => {
  expect(takeApart("some.sql", "-- ---\n-- id: !!js/function 'x'\n-- ---\n").head).toEqual({ id: "x" });
  const bomb = [
    "a: &a [x,x,x,x,x,x,x,x,x]",
    ...[..."bcdefghi"].map((name, nth) => `${name}: &${name} [${Array(9).fill(`*${"abcdefgh"[nth]}`).join(",")}]`),
  ];
  expect(() => takeApart("some.sql", `-- ---\n${bomb.map((line) => `-- ${line}\n`).join("")}-- ---\n`)).toThrow(
    /no YAML/,
  );
});
