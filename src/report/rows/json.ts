import { jsonRow } from "../json-text.ts";
import type { RowOutput } from "../row-output.ts";

const json: RowOutput = {
  name: "json",
  about: "one array of objects, a row a line; integers of any size are bare digits",
  *write(columns, rows) {
    let before = "[\n";
    for (const row of rows) {
      yield `${before}${jsonRow(columns, row)}`;
      before = ",\n";
    }
    yield before === "[\n" ? "[]\n" : "\n]\n";
  },
};

export default json;
