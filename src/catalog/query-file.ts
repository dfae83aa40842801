import { UsageError } from "../core/errors.ts";

/** A query file taken apart: the YAML of its head, and its SQL. */
export type QueryFile = { readonly path: string; readonly yaml: string; readonly sql: string };

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
  const sql = lines.slice(end + 1);
  return { path, yaml: yaml.join("\n"), sql: sql.join("\n").trim() };
}
