import { expect, test } from "vitest";
import { formats } from "../../src/parse/formats/index.ts";
import { Origins } from "../../src/parse/origins.ts";
import { parse } from "../../src/parse/parse.ts";
import { Recogniser } from "../../src/parse/recognise.ts";
import { BLOCK_SLACK } from "../../src/read/block.ts";
import { Batches } from "../../src/rows/batches.ts";
import { BATCH_ROWS } from "../../src/rows/row-batch.ts";
import type { UnwrappedBlock } from "../../src/unwrap/unwrapped-block.ts";
import { clientLine, idOf, jsonOf, perTryTimeout, serverLine, textOf } from "../helpers/lines.ts";
import { readWith } from "./read-lines.ts";

const lines = Array.from({ length: 30 }, (_, nth) => [
  textOf(clientLine({ id: idOf(nth), path: `/accounts/${"x".repeat(nth * 7)}` })),
  jsonOf(serverLine({ id: idOf(nth), ...perTryTimeout })),
  `2026-11-20T09:00:0${nth % 10}.000000Z\tinfo\txdsproxy\tconnected to upstream ${nth}`,
  // No marker takes an escape, so it is read with care.
  jsonOf(clientLine({ id: idOf(nth), path: `/accounts?name="${nth}"` })),
]).flat();

test.each([1, 2, 3, 7, 50])("lines in blocks of %i are what they are in one", async (perBlock) => {
  const whole = await readWith(lines, new Recogniser(formats));
  expect(whole.filter(({ is }) => is === "record")).toHaveLength(90);
  expect(await readWith(lines, new Recogniser(formats), perBlock)).toEqual(whole);
});

test("a batch goes on from block to block until it is full", async () => {
  const perBlock = 500;
  const text = Array.from({ length: perBlock }, (_, nth) => `${textOf(clientLine({ id: idOf(nth) }))}\n`).join("");
  const bytes = Buffer.concat([Buffer.from(text), Buffer.alloc(BLOCK_SLACK)]);
  async function* blocks(): AsyncIterable<UnwrappedBlock> {
    for (let nth = 0; nth < 10; nth++)
      yield { bytes, length: text.length, spans: null, facts: null, wrappers: null, tooLong: [] };
  }
  const context = { sourceId: 1, firstLine: 1, origins: new Origins(1), batches: new Batches() };
  const batches: number[] = [];
  for await (const { batch } of parse(blocks(), { ...context, recogniser: new Recogniser(formats) }))
    if (batch !== null) batches.push(batch.rows);
  expect(batches).toEqual([BATCH_ROWS, BATCH_ROWS, 10 * perBlock - 2 * BATCH_ROWS]);
});
