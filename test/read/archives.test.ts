import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test, vi } from "vitest";
import { RetryscopeError } from "../../src/core/errors.ts";
import { fingerprintOf } from "../../src/read/fingerprint.ts";
import { KnownLengths } from "../../src/read/beginnings.ts";
import { sourcesOf, type Source } from "../../src/read/open.ts";
import { spool } from "../../src/read/spool.ts";
import { tarOf, zipOf, type ZipOptions } from "../helpers/archives.ts";
import { inPieces, pieces } from "../helpers/in-pieces.ts";
import { allText } from "../helpers/lines-of.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

vi.setConfig({ testTimeout: 60_000 });

const long = Array.from({ length: 20_000 }, (_, at) => `line ${at} ${(at * 7919) % 10_007}`).join("\n");
const files = {
  "bundle/": "",
  "bundle/a.log": "first\n",
  "bundle/deploy.yaml": "kind: x\n",
  "bundle/namespaces/shop/pods/web-1/envoy/envoy/logs/current.log": long,
  "bundle/picture.raw": Buffer.alloc(2000, 1),
  "bundle/b.log.gz": gzipSync("packed\n"),
  "bundle/c.log": Buffer.from("\ufeffwide\n", "utf16le"),
};
const logs = [
  "bundle/a.log",
  "bundle/namespaces/shop/pods/web-1/envoy/envoy/logs/current.log",
  "bundle/b.log.gz",
  "bundle/c.log",
];
const texts = ["first\n", long, "packed\n", "wide\n"];

async function read(source: Source | undefined): Promise<{ text: string; problem: string | null }> {
  const open = await source!.open();
  const text = await allText(open);
  await open.close();
  return { text, problem: open.problem() };
}

async function all(path: string): Promise<{ name: string; text: string; problem: string | null }[]> {
  const found = [];
  for (const source of await sourcesOf([path], undefined)) {
    found.push({ name: source.name.slice(path.length + 1), ...(await read(source)) });
  }
  return found;
}

const whole = logs.map((name, index) => ({ name, text: texts[index], problem: null }));

const kinds: readonly (readonly [string, () => Promise<Buffer>])[] = [
  ["tar", () => tarOf(files)],
  ["tar.gz", async () => gzipSync(await tarOf(files))],
  ["zip", async () => zipOf(files)],
  ...(["signed", "bare", "long"] as const).map((descriptor): [string, () => Promise<Buffer>] => [
    `zip with ${descriptor} sizes behind`,
    async () => zipOf(files, { descriptor }),
  ]),
  ["zip64", async () => zipOf(files, { isZip64: true })],
  ["stored zip", async () => zipOf(files, { isStored: true })],
];

describe("an archive", () => {
  test.each(kinds)("%s gives the logs in it, named after both, without what is no log", async (_, make) => {
    const folder = await temporaryFolder({ "logs.bundle": await make() });
    expect(await all(join(folder, "logs.bundle"))).toEqual(whole);
  });

  test("is found in a folder by its content, and its members can be opened in any order", async () => {
    const folder = await temporaryFolder({ "logs.tgz": gzipSync(await tarOf(files)), "z.log": "bare\n" });
    const sources = await sourcesOf([folder], undefined);
    expect(sources.map((source) => source.name.slice(folder.length + 1))).toEqual([
      ...logs.map((name) => `logs.tgz!${name}`),
      "z.log",
    ]);
    for (const index of [3, 0, 2, 1, 1]) expect((await read(sources[index])).text).toBe(texts[index]);
  });

  test("a member that was left half read does not disturb the next", async () => {
    const folder = await temporaryFolder({ "logs.zip": zipOf(files) });
    const [, second, third] = await sourcesOf([join(folder, "logs.zip")], undefined);
    const open = await second!.open();
    await open.fill(Buffer.alloc(10), 0);
    await open.close();
    expect((await read(third)).text).toBe("packed\n");
    expect((await read(second)).text).toBe(long);
  });

  test("members have the fingerprints of the files that they were", async () => {
    const large = Buffer.alloc((4 << 20) + 100_000, "0123456789\n");
    const folder = await temporaryFolder({
      "large.log": large,
      "logs.tar": await tarOf({ "large.log": large, "small.log": "x\n" }),
    });
    const [member] = await sourcesOf([join(folder, "logs.tar")], undefined);
    expect(member?.fingerprint).toBe(await fingerprintOf(join(folder, "large.log"), large.length));
  });
});

test("the beginnings of a member that are asked for are those of the file that it was, and it can be opened behind one", async () => {
  const large = Buffer.alloc((8 << 20) + 300_000, "0123456789\n");
  const folder = await temporaryFolder({ "large.log": large, "logs.tar": await tarOf({ "large.log": large }) });
  const lengths = new KnownLengths();
  const asked = [4, 11, 65_536, 100_000, (4 << 20) + 5, (8 << 20) + 11, 1 << 30];
  for (const bytes of asked.toReversed()) lengths.add("large.log", bytes);
  const [member] = await sourcesOf([join(folder, "logs.tar")], undefined, lengths);
  const beginnings = await Promise.all(
    asked.slice(0, -1).map(async (bytes) => ({
      bytes,
      fingerprint: await fingerprintOf(join(folder, "large.log"), bytes),
      lineBegin: bytes - (bytes % 11),
    })),
  );
  expect(member?.beginnings).toEqual(beginnings);
  const open = await member!.open(large.length - 22);
  const rest = Buffer.alloc(100);
  expect(rest.subarray(0, await open.fill(rest, 0))).toEqual(large.subarray(-22));
  await open.close();
});

describe("a damaged archive", () => {
  test.each([
    ["tar", () => tarOf({ "a.log": "first\n", "b.log": long, "c.log": "third\n" })],
    ["tar.gz", async () => gzipSync(await tarOf({ "a.log": "first\n", "b.log": long, "c.log": "third\n" }))],
    ["zip", async () => zipOf({ "a.log": "first\n", "b.log": long, "c.log": "third\n" })],
  ])("%s that is cut is read as far as it goes, and says so", async (_, make) => {
    const bytes = await make();
    const folder = await temporaryFolder({ "logs.cut": bytes.subarray(0, bytes.length * 0.6) });
    const found = await all(join(folder, "logs.cut"));
    expect(found.map((each) => each.name)).toEqual(["a.log", "b.log"]);
    expect(found[0]).toEqual({ name: "a.log", text: "first\n", problem: null });
    expect(found[1]?.text.length).toBeGreaterThan(long.length / 4);
    expect(long.startsWith(found[1]?.text ?? "-")).toBe(true);
    expect(found[1]?.problem).toMatch(/cut off/);
  });

  test("a tar that is cut between two files says so", async () => {
    const bytes = await tarOf({ "a.log": "first\n", "b.log": "second\n" });
    const folder = await temporaryFolder({ "logs.tar": bytes.subarray(0, 1024) });
    expect(await all(join(folder, "logs.tar"))).toEqual([
      { name: "a.log", text: "first\n", problem: expect.stringMatching(/cut off/) },
    ]);
  });

  test("a member that is damaged costs just itself", async () => {
    const bytes = zipOf({ "a.log": "first\n", "b.log": long, "c.log": "third\n" }, { isStored: true });
    bytes[bytes.indexOf("line 100 ") + 2] = 0x21;
    const folder = await temporaryFolder({ "logs.zip": bytes });
    const found = await all(join(folder, "logs.zip"));
    expect(found.map((each) => [each.name, each.problem === null])).toEqual([
      ["a.log", true],
      ["b.log", false],
      ["c.log", true],
    ]);
  });

  test("one in which nothing can be read is an error with its reason", async () => {
    const options: ZipOptions = { isEncrypted: true, descriptor: "signed" };
    const folder = await temporaryFolder({
      "logs.zip": zipOf({ "a.yaml": "secret\n" }, options),
      "none.tar": await tarOf({ "a.yaml": "x" }),
    });
    const codes = await Promise.all(
      ["logs.zip", "none.tar"].map((name) =>
        sourcesOf([join(folder, name)], undefined).catch((error: unknown) =>
          error instanceof RetryscopeError ? error.code : error,
        ),
      ),
    );
    expect(codes).toEqual(["READ_BAD_ARCHIVE", "READ_NOTHING_FOUND"]);
  });

  test.each(kinds)("%s is read from a pipe too, whatever pieces it comes in", async (_, make) => {
    const [temporary, bytes] = [await temporaryFolder(), await make()];
    const [pipe] = await sourcesOf(["-"], pieces(bytes, [1, 3, 600, 5000]));
    const members = (await pipe!.members!(temporary)) ?? [];
    expect(members.map(({ name }) => name)).toEqual(logs.map((name) => `-!${name}`));
    expect(await Promise.all([await read(members[1]), await read(members[0])].map(({ text }) => text))).toEqual([
      long,
      "first\n",
    ]);
  });

  test("a log in a pipe has no members, and is still whole", async () => {
    for (const bytes of [Buffer.from(long), gzipSync(long)]) {
      const [pipe] = await sourcesOf(["-"], pieces(bytes, [2, 4000]));
      expect(await pipe!.members!("/nowhere")).toBe(null);
      expect(await read(pipe)).toEqual({ text: long, problem: null });
    }
  });

  test("one that is cut in a pipe gives what there is, with its problem", async () => {
    const bytes = gzipSync(await tarOf(files));
    const [pipe] = await sourcesOf(["-"], pieces(bytes.subarray(0, bytes.length >> 1)));
    const members = (await pipe!.members!(await temporaryFolder())) ?? [];
    const [first, second] = [await read(members[0]), await read(members[1])];
    expect([first.text, first.problem]).toEqual(["first\n", null]);
    expect([members.length, long.startsWith(second.text), second.problem !== null]).toEqual([2, true, true]);
  });

  test("one without a log in a pipe is an error", async () => {
    const [pipe] = await sourcesOf(["-"], pieces(await tarOf({ "a.yaml": "x" })));
    await expect(pipe!.members!(await temporaryFolder())).rejects.toMatchObject({ code: "READ_NOTHING_FOUND" });
  });

  test("one in a pipe that is larger than what is kept of it is an error", async () => {
    const path = join(await temporaryFolder(), "spool");
    await expect(spool("-", inPieces(Buffer.alloc(2000)), path, 1000)).rejects.toMatchObject({
      code: "READ_NOT_READABLE",
      message: 'the archive in "-" is larger than 1000 bytes',
      hint: "write it into a file and name that",
    });
  });
});

describe("a hostile archive", () => {
  test("paths out of the archive and control characters are names and nothing more", async () => {
    const folder = await temporaryFolder({
      "logs.zip": zipOf({ "../../etc/a.log": "1\n", "/etc/b.log": "2\n", "c\u001b[2J.log": "3\n", "..\\d.log": "4\n" }),
    });
    const found = await all(join(folder, "logs.zip"));
    expect(found.map((each) => each.name)).toEqual(["etc/a.log", "etc/b.log", "c\ufffd[2J.log", "d.log"]);
    expect(found.map((each) => each.text)).toEqual(["1\n", "2\n", "3\n", "4\n"]);
  });

  test("a bomb is left alone once it shows, in a member and beside one, packed once and twice", async () => {
    const zeros = Buffer.alloc(150 << 20, "a\n");
    const bombs = {
      "in.zip": zipOf({ "a.log": "first\n", "bomb.log": zeros, "c.log": "third\n" }),
      "beside.zip": zipOf({ "a.log": "first\n", "bomb.yaml": zeros, "c.log": "third\n" }),
      "twice.tar": await tarOf({ "a.log": "first\n", "bomb.log.gz": gzipSync(zeros) }),
    };
    const folder = await temporaryFolder(bombs);
    for (const name of Object.keys(bombs)) {
      const found = await sourcesOf([join(folder, name)], undefined);
      let problems = 0;
      for (const source of found) {
        const open = await source.open();
        const room = Buffer.alloc(1 << 20);
        let length = 0;
        for (let count = await open.fill(room, 0); count > 0; count = await open.fill(room, 0)) length += count;
        expect(length).toBeLessThan(120 << 20);
        if (open.problem()?.includes("200 times its size") === true) problems++;
        await open.close();
      }
      expect([name, problems]).toEqual([name, 1]);
    }
  });
});
