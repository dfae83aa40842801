import json from "./json.ts";
import markdown from "./markdown.ts";
import table from "./table.ts";

/** Every way to write a checkup, the default first. */
export const checkupOutputs = [table, json, markdown] as const;
