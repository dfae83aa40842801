import { execFile } from "node:child_process";
import { createReadStream } from "node:fs";
import { appendFile, chmod, link, open as openFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { RetryscopeError } from "../../src/core/errors.ts";
import { sourcesOf, type Source } from "../../src/read/open.ts";
import { pieces } from "../helpers/in-pieces.ts";
import { allText } from "../helpers/lines-of.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

const run = promisify(execFile);
const log = "first line\nsecond line\n";

async function textOf(source: Source | undefined, offset?: number): Promise<string> {
  const open = await source!.open(offset);
  try {
    return await allText(open);
  } finally {
    await open.close();
  }
}

function namesOf(sources: readonly Source[], folder: string): string[] {
  return sources.map((source) => source.name.replace(`${folder}/`, ""));
}

async function codeOf(sources: Promise<unknown>): Promise<string> {
  const error = await sources.then(
    () => null,
    (cause: unknown) => cause,
  );
  return error instanceof RetryscopeError ? error.code : String(error ?? "none");
}

describe("which logs are read", () => {
  test("a folder gives its files and those below it by name, without what is no log", async () => {
    const folder = await temporaryFolder({
      "b.log": log,
      "a.log.gz": gzipSync(log),
      "sub/c.log": log,
      "README.md": "# about",
      "picture.bin": Buffer.alloc(100, 1),
      ".hidden": log,
      "empty.log": "",
    });
    expect(namesOf(await sourcesOf([folder], undefined), folder)).toEqual([
      "a.log.gz",
      "b.log",
      "empty.log",
      "sub/c.log",
    ]);
  });

  test("arguments keep their order, and each file is read once whatever it is called", async () => {
    const folder = await temporaryFolder({ "a.log": log, "b.log": log });
    await symlink(join(folder, "a.log"), join(folder, "c.log"));
    await link(join(folder, "b.log"), join(folder, "d.log"));
    const sources = await sourcesOf([join(folder, "b.log"), folder, join(folder, "*.log")], undefined);
    expect(namesOf(sources, folder)).toEqual(["b.log", "a.log"]);
  });

  test("a pattern gives the files it fits; a file whose name looks like one is that file", async () => {
    const folder = await temporaryFolder({ "a.log": log, "b.log": log, "app[1].log": log });
    expect(namesOf(await sourcesOf([join(folder, "?.log")], undefined), folder)).toEqual(["a.log", "b.log"]);
    expect(namesOf(await sourcesOf([join(folder, "app[1].log")], undefined), folder)).toEqual(["app[1].log"]);
  });

  test("a link from a folder to one above it does no harm, nor does one to nowhere", async () => {
    const folder = await temporaryFolder({ "deep/a.log": log });
    await symlink(folder, join(folder, "deep", "loop"));
    await symlink(join(folder, "gone"), join(folder, "broken.log"));
    expect(namesOf(await sourcesOf([folder], undefined), folder)).toEqual(["deep/a.log"]);
  });

  test("what cannot be read is told by its code", async () => {
    const folder = await temporaryFolder({ "only.md": "x", "a.bin": Buffer.alloc(100, 1), "no.log": log });
    expect(await codeOf(sourcesOf([join(folder, "missing.log")], undefined))).toBe("READ_NOT_FOUND");
    expect(await codeOf(sourcesOf([join(folder, "*.txt")], undefined))).toBe("READ_NOTHING_FOUND");
    expect(await codeOf(sourcesOf([join(folder, "a.bin")], undefined))).toBe("READ_BINARY");
    expect(await codeOf(sourcesOf(["-"], undefined))).toBe("USAGE_BAD_VALUE");
    expect(await codeOf(sourcesOf([`${folder}/only.md`, `${folder}/*.md`], undefined))).toBe("none");
  });

  test.skipIf(process.getuid?.() === 0)("a file in a folder that the system keeps from us is an error", async () => {
    const folder = await temporaryFolder({ "no.log": log });
    await chmod(join(folder, "no.log"), 0);
    expect(await codeOf(sourcesOf([folder], undefined))).toBe("READ_NOT_READABLE");
  });

  test("a folder without logs is an error", async () => {
    const folder = await temporaryFolder({ "only.md": "x" });
    expect(await codeOf(sourcesOf([folder], undefined))).toBe("READ_NOTHING_FOUND");
  });
});

describe("what is read", () => {
  test("a log that grows after it was found is read up to the size it had", async () => {
    const path = join(await temporaryFolder(), "growing.log");
    await writeFile(path, log);
    const [source] = await sourcesOf([path], undefined);
    await appendFile(path, "third line\n");
    expect(await textOf(source)).toBe(log);
    expect(source?.size).toBe(log.length);
  });

  test("a plain file is read from any offset", async () => {
    const folder = await temporaryFolder({ "a.log": log });
    const [source] = await sourcesOf([join(folder, "a.log")], undefined);
    expect(source).toMatchObject({ kind: "plain", size: log.length });
    expect(await textOf(source)).toBe(log);
    expect(await textOf(source, 11)).toBe("second line\n");
  });

  test("gzip is known by its bytes, in files and pipes", async () => {
    const folder = await temporaryFolder({ "a.log": gzipSync(log) });
    const sources = await sourcesOf([folder, "-"], pieces(gzipSync(log), [1, 5]));
    expect(sources.map((source) => source.kind)).toEqual(["gzip", "plain"]);
    expect(await Promise.all(sources.map((source) => textOf(source)))).toEqual([log, log]);
  });

  test("UTF-16 is read as text, with its mark and without, and packed", async () => {
    const little = Buffer.from(`\ufeff${log}é😀`, "utf16le");
    const big = Buffer.from(little).swap16();
    const folder = await temporaryFolder({
      "a.log": little,
      "b.log": big,
      "c.log": little.subarray(2),
      "d.log": gzipSync(little),
      "e.log": little.subarray(0, little.length - 1),
    });
    const sources = await sourcesOf([folder], undefined);
    expect(sources.map((source) => source.kind)).toEqual(["utf-16", "utf-16", "utf-16", "gzip", "utf-16"]);
    expect(await Promise.all(sources.map((source) => textOf(source)))).toEqual([
      `${log}é😀`,
      `${log}é😀`,
      `${log}é😀`,
      `${log}é😀`,
      `${log}é\ufffd`,
    ]);
  });

  test("a named pipe is read once, from its first byte on", async () => {
    const folder = await temporaryFolder();
    const path = join(folder, "pipe");
    await run("mkfifo", [path]);
    const [source] = await sourcesOf([path], undefined);
    expect(source).toMatchObject({ name: path, size: null });
    const writing = openFile(path, "w").then(async (file) => {
      await file.write(log);
      await file.close();
    });
    expect(await textOf(source)).toBe(log);
    await writing;
  });

  test("a pipe that fails in the middle is an error with its place", async () => {
    const broken = async function* () {
      yield Buffer.from(log.repeat(1000));
      throw new Error("connection lost");
    };
    const [source] = await sourcesOf(["-"], broken());
    const error = await textOf(source).catch((cause: unknown) => cause);
    expect(error).toMatchObject({
      code: "READ_NOT_READABLE",
      message: `reading "-" failed at byte ${log.length * 1000}`,
    });
  });

  test("standard input that the system refuses to read is an error", async () => {
    const stream = createReadStream("/proc/self/mem", { start: 0 });
    const [source] = await sourcesOf(["-"], stream);
    expect(await codeOf(textOf(source))).toBe("READ_NOT_READABLE");
  });
});
