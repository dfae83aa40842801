import { jsonRow } from "../json-text.ts";
import type { RowOutput } from "../row-output.ts";

const ndjson: RowOutput = {
  name: "ndjson",
  about: "one JSON object a line, for jq and for streams",
  *write(columns, rows) {
    for (const row of rows) yield `${jsonRow(columns, row)}\n`;
  },
};

export default ndjson;
