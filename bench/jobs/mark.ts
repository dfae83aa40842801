import { Batches } from "../../src/rows/batches.ts";
import { formats } from "../../src/parse/formats/index.ts";
import { Origins } from "../../src/parse/origins.ts";
import { parse } from "../../src/parse/parse.ts";
import { Recogniser } from "../../src/parse/recognise.ts";
import { blocksOf } from "../../src/read/blocks.ts";
import { sourcesOf } from "../../src/read/open.ts";
import { unwrap } from "../../src/unwrap/unwrap.ts";

// Bytes to marked rows, which nobody reads.
const [log = ""] = process.argv.slice(2);
const context = {
  sourceId: 1,
  firstLine: 1,
  recogniser: new Recogniser(formats),
  origins: new Origins(1),
  batches: new Batches(),
};
let rows = 0;
for (const source of await sourcesOf([log], undefined)) {
  const bytes = await source.open();
  const blocks = blocksOf(bytes, { bytes: 0, endsWithNewline: true });
  for await (const block of parse(unwrap(blocks), context)) rows += block.rows;
  await bytes.close();
}
if (rows === 0) throw new Error(`no line of "${log}" was marked`);
