import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { ourHeads } from "../../src/catalog/catalog.ts";
import { modelHead } from "../../src/catalog/checked-heads.ts";
import { takeApart } from "../../src/catalog/query-file.ts";

const text = "-- ---\n-- id: some\n-- list: [a, b]\n-- ---\nselect 1\n";

test("a query file is its head as YAML and its SQL", () => {
  expect(takeApart("some.sql", text)).toEqual({
    path: "some.sql",
    yaml: "id: some\nlist: [a, b]",
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

const headed = (yaml: string) => takeApart("some.sql", `-- ---\n${yaml.replace(/^/gm, "-- ")}\n-- ---\nselect 1`);

test("a head that is no YAML is refused, with what is wrong", async () => {
  await expect(modelHead(headed("id: [a"))).rejects.toThrow(
    expect.objectContaining({
      code: "USAGE_BAD_QUERY_FILE",
      message: expect.stringMatching(/^the head of "some\.sql" is no YAML: /),
    }),
  );
});

test("a head is data: YAML cannot make objects of other kinds or blow up", async () => {
  const plain = headed("id: !!js/function 'x'\nmeans: y\nreads: []");
  expect(await modelHead(plain)).toEqual({ id: "x", means: "y", reads: [] });
  const bomb = [
    "a: &a [x,x,x,x,x,x,x,x,x]",
    ...[..."bcdefghi"].map((name, nth) => `${name}: &${name} [${Array(9).fill(`*${"abcdefgh"[nth]}`).join(",")}]`),
  ];
  await expect(modelHead(headed(bomb.join("\n")))).rejects.toThrow(/no YAML/);
});

test("the build keeps the heads of our queries as they are read", async () => {
  const kept: unknown = JSON.parse(await readFile("dist/catalog/checked-heads.json", "utf8"));
  expect(kept, "the build is stale: npm run build").toEqual(await ourHeads());
});
