import csv from "./csv.ts";
import json from "./json.ts";
import ndjson from "./ndjson.ts";
import table from "./table.ts";

/** Every way to write the rows of a query, the default first. */
export const rowOutputs = [table, json, ndjson, csv] as const;
