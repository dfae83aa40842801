import json from "./json.ts";
import markdown from "./markdown.ts";
import table from "./table.ts";

/** Every way to write a report, the default first. */
export const outputs = [table, json, markdown] as const;
