import { expect, test } from "vitest";
import { readDetectors, readModel } from "../../src/catalog/catalog.ts";
import { UsageError } from "../../src/core/errors.ts";
import { anOwnDetector, folderOf } from "../helpers/own-detector.ts";

const bad = (message: RegExp): object => ({ code: "USAGE_BAD_QUERY_FILE", message: expect.stringMatching(message) });

test("the model's steps come in an order in which each finds what it reads", async () => {
  const ids = (await readModel()).map(({ head }) => head.id);
  expect(ids.indexOf("hop")).toBeLessThan(ids.indexOf("call"));
  expect(ids.indexOf("ask")).toBeLessThan(ids.indexOf("judged"));
});

test("our detectors come by name", async () => {
  const ids = (await readDetectors()).map(({ head }) => head.id);
  expect(ids).toContain("duplicated-posts");
  expect(ids).toEqual(ids.toSorted());
});

test("detectors of a folder stand among ours by name, and other files are passed over", async () => {
  const folder = await folderOf({ "exotic.sql": anOwnDetector({ id: "exotic" }), "README.md": "not a query" });
  const ids = (await readDetectors(folder)).map(({ head }) => head.id);
  expect(ids).toContain("exotic");
  expect(ids).toEqual(ids.toSorted());
});

test("a folder that is not there is a value of the caller's that cannot be used", async () => {
  await expect(readDetectors("no/such/folder")).rejects.toMatchObject({
    code: "USAGE_BAD_VALUE",
    message: 'the folder "no/such/folder" cannot be read',
  });
});

test("an id must be the name of its file", async () => {
  const folder = await folderOf({ "mine.sql": anOwnDetector({ id: "yours" }) });
  await expect(readDetectors(folder)).rejects.toMatchObject(bad(/mine\.sql" says that its id is "yours"$/));
});

test("a detector cannot take the name of one of ours", async () => {
  const folder = await folderOf({ "retry-storms.sql": anOwnDetector({ id: "retry-storms" }) });
  await expect(readDetectors(folder)).rejects.toMatchObject(bad(/two detectors have the name "retry-storms"/));
});

test.each([
  ["lacks a key", { without: ["source"] }, /^"source" of ".*own\.sql" is not as it must be/],
  ["has a key too many", { head: ["sauce: x"] }, /^the head of ".*own\.sql" is not as it must be: .*sauce/],
  ["has a severity that there is not", { severity: ["{ level: dreadful }"] }, /^"severity\.0\.level" of/],
  ["has no severity", { severity: [] }, /^"severity" of/],
  ["needs a field that no line has", { without: ["needs"], head: ["needs: [cookie]"] }, /^"needs\.0" of/],
  [
    "has a column of a type that there is not",
    { columns: "{ route: { type: TEXT, about: r. } }" },
    /^"columns\.route\.type" of/,
  ],
  [
    "has a parameter with a name that SQL cannot say",
    { head: ["params: { Big-One: { type: INTEGER, default: 1, about: x. } }"] },
    /^"params\.Big-One" of/,
  ],
  ["has an id with capitals", { id: "Own" }, /^"id" of/],
])("a head that %s is refused, with the place", async (_what, values, message) => {
  const folder = await folderOf({ "own.sql": anOwnDetector(values) });
  await expect(readDetectors(folder)).rejects.toMatchObject(bad(message));
  await expect(readDetectors(folder)).rejects.toBeInstanceOf(UsageError);
});
