import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { afterEach, expect, test, vi } from "vitest";
import { analyze, ingest, querySql, type IngestOptions } from "../../src/index.ts";
import { small, writeLogs } from "../helpers/in-memory.ts";
import { clientLine, idOf, textOf } from "../helpers/lines.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";
import { within } from "../helpers/within.ts";

afterEach(() => void vi.unstubAllEnvs());

/** A place for a database, and one for what is temporary, where anything left behind is seen. */
async function aPlace() {
  const folder = await temporaryFolder();
  const temporary = join(folder, "temporary");
  await mkdir(temporary);
  vi.stubEnv("TMPDIR", temporary);
  return { folder, db: join(folder, "logs.duckdb"), left: () => readdir(temporary) };
}

/** Chunks of good lines, one after the other without an end. */
async function* endless(): AsyncIterable<Uint8Array> {
  for (let nth = 0; ; nth++) {
    const lines = Array.from({ length: 2000 }, (_, index) =>
      textOf(clientLine({ at: nth * 10, id: idOf(nth * 2000 + index) })),
    );
    yield Buffer.from(`${lines.join("\n")}\n`);
  }
}

/** One good line, and then nothing, as a pipe whose other end sleeps. */
async function* silent(): AsyncIterable<Uint8Array> {
  yield Buffer.from(`${textOf(clientLine())}\n`);
  await new Promise(() => {});
}

/** An ingest that is aborted as soon as it tells of this stage. */
async function abortedAt(stage: string, options: IngestOptions): Promise<unknown> {
  const controller = new AbortController();
  const work = ingest({
    db: options.db ?? "",
    ...small,
    ...options,
    signal: controller.signal,
    onProgress: (progress) => {
      if (progress.stage === stage) controller.abort(new Error("enough"));
    },
  });
  return within(
    30_000,
    work.then(
      () => "it ended by itself",
      (error: unknown) => error,
    ),
  );
}

test("aborted while it reads, it ends with the caller's reason, without a row and without a temporary file", async () => {
  const { db, left } = await aPlace();
  expect(await abortedAt("read", { inputs: ["-"], stdin: endless(), db })).toEqual(new Error("enough"));
  expect(await left()).toEqual([]);
  const { rows } = await querySql({
    db,
    sql: "SELECT (SELECT count(*) FROM line) AS lines, (SELECT count(*) FROM source) AS sources",
    ...small,
  });
  expect(rows).toEqual([{ lines: 0, sources: 0 }]);
});

test("aborted while standard input is silent, it ends", async () => {
  const { db, left } = await aPlace();
  const controller = new AbortController();
  const work = ingest({ inputs: ["-"], stdin: silent(), db, ...small, signal: controller.signal });
  setTimeout(() => controller.abort(new Error("enough")), 1000);
  await expect(within(15_000, work)).rejects.toThrow("enough");
  expect(await left()).toEqual([]);
});

test("aborted while a stream is silent, it closes the stream, which would keep the process alive", async () => {
  const { db } = await aPlace();
  const stdin = new PassThrough();
  const work = ingest({ inputs: ["-"], stdin, db, ...small, signal: AbortSignal.timeout(500) });
  await expect(within(15_000, work)).rejects.toMatchObject({ name: "TimeoutError" });
  expect(stdin.destroyed).toBe(true);
});

test("aborted before it begins, it makes nothing", async () => {
  const { folder, db, left } = await aPlace();
  const inputs = await writeLogs(folder, { "a.log": [clientLine()] });
  await expect(ingest({ inputs, db, signal: AbortSignal.abort(new Error("never mind")) })).rejects.toThrow(
    "never mind",
  );
  expect([await left(), await readdir(folder)]).toEqual([[], ["a.log", "temporary"]]);
});

test("aborted while it derives requests, it leaves what was read, and the next call derives them", async () => {
  const { folder, db, left } = await aPlace();
  const inputs = await writeLogs(folder, { "a.log": [clientLine()] });
  expect(await abortedAt("correlate", { inputs, db })).toEqual(new Error("enough"));
  expect(await left()).toEqual([]);
  const { rows } = await querySql({
    db,
    sql: "SELECT (SELECT count(*) FROM line) AS lines, (SELECT count(*) FROM request) AS requests",
    ...small,
  });
  expect(rows).toEqual([{ lines: 1, requests: 1 }]);
});

test("whatever goes wrong, nothing temporary stays", async () => {
  const { folder, left } = await aPlace();
  const [input = ""] = await writeLogs(folder, { "a.log": ["no access log"] });
  await expect(analyze({ inputs: [input], ...small })).rejects.toMatchObject({ code: "PARSE_NO_FORMAT_FITS" });
  await expect(analyze({ inputs: ["no-such.log"], ...small })).rejects.toMatchObject({ code: "READ_NOT_FOUND" });
  await expect(analyze({ inputs: [input], memoryLimit: "much", threads: 1 })).rejects.toMatchObject({
    code: "STORE_NOT_OPEN",
  });
  const stdin = (async function* (): AsyncIterable<Uint8Array> {
    yield Buffer.from(`${textOf(clientLine())}\n`);
    throw new Error("the pipe broke");
  })();
  await expect(within(30_000, analyze({ inputs: ["-"], stdin, ...small }))).rejects.toMatchObject({
    code: "READ_NOT_READABLE",
  });
  expect(await left()).toEqual([]);
});
