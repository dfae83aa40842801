import type { Reject } from "../../src/core/reject.ts";
import { Batches } from "../../src/rows/batches.ts";
import { formats } from "../../src/parse/formats/index.ts";
import { Origins } from "../../src/parse/origins.ts";
import { parse } from "../../src/parse/parse.ts";
import { Recogniser } from "../../src/parse/recognise.ts";
import type { UnwrappedBlock } from "../../src/unwrap/unwrapped-block.ts";

/** What the parse stage counted. */
export type Counted = {
  readonly lines: number;
  readonly rows: number;
  readonly others: number;
  readonly rejects: readonly Reject[];
};

const recogniser = new Recogniser(formats);

/** The counts of a stream of unwrapped blocks after the parse stage. */
export async function counted(blocks: AsyncIterable<UnwrappedBlock>): Promise<Counted> {
  let [lines, rows, others] = [0, 0, 0];
  const rejects: Reject[] = [];
  for await (const block of parse(blocks, {
    sourceId: 1,
    firstLine: 1,
    recogniser,
    origins: new Origins(1),
    batches: new Batches(),
  })) {
    lines += block.lines;
    rows += block.rows;
    others += block.others;
    for (const reject of block.rejects) if (rejects.length < 10_000) rejects.push(reject);
  }
  return { lines, rows, others, rejects };
}
