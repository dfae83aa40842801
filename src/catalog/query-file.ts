import { parse } from "yaml";
import { firstLineOf, UsageError } from "../core/errors.ts";

/** A query file taken apart: its head as written, and its SQL. */
export type QueryFile = { readonly path: string; readonly head: unknown; readonly sql: string };

const fence = /^-- ---\s*$/;

/**
 * The head and the SQL of a query file. The head is YAML in comments between two `-- ---` lines, so that the file runs
 * as it is in any SQL shell.
 *
 * Throws: USAGE_BAD_QUERY_FILE with the file's name.
 */
export function takeApart(path: string, text: string): QueryFile {
  const lines = text.split(/\r?\n/);
  const begin = lines.findIndex((line) => fence.test(line));
  const end = lines.findIndex((line, index) => index > begin && fence.test(line));
  if (begin < 0 || end < 0) {
    throw new UsageError("USAGE_BAD_QUERY_FILE", `"${path}" has no head`, {
      hint: 'begin it with YAML in comments between two lines "-- ---"',
    });
  }
  const yaml = lines.slice(begin + 1, end).map((line) => line.replace(/^-- ?/, ""));
  try {
    return {
      path,
      // YAML warns through the process, whose streams are not ours.
      head: parse(yaml.join("\n"), { logLevel: "error" }),
      sql: lines
        .slice(end + 1)
        .join("\n")
        .trim(),
    };
  } catch (cause) {
    throw new UsageError("USAGE_BAD_QUERY_FILE", `the head of "${path}" is no YAML: ${firstLineOf(cause)}`, { cause });
  }
}
