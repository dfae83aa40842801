import { LINES_OF_A_SOURCE } from "../core/line-id.ts";
import { lineColumns, tables } from "./tables.ts";

const declare = (column: { readonly name: string; readonly type: string }): string => `"${column.name}" ${column.type}`;
const columnsOf = (name: string): string =>
  (tables.find((table) => table.name === name)?.columns ?? []).map(declare).join(", ");

/**
 * The statements that make the tables of an empty database.
 *
 * `line` holds what a line says under a number that gives source and line; `origin` holds once what is the same for many
 * lines. `access_log` is the view that people query.
 */
export const schema: readonly string[] = [
  `CREATE TABLE source (${columnsOf("source")})`,
  `CREATE TABLE origin (origin_id INTEGER, source_id INTEGER, format VARCHAR, cluster VARCHAR, namespace VARCHAR, pod VARCHAR, container VARCHAR, proxy VARCHAR)`,
  `CREATE TABLE line (line_id BIGINT, origin_id INTEGER, ${lineColumns.map(declare).join(", ")})`,
  `CREATE TABLE reject (${columnsOf("reject")})`,
  `CREATE VIEW access_log AS
     SELECT CAST(line_id // ${LINES_OF_A_SOURCE} AS INTEGER) AS source_id, line_id % ${LINES_OF_A_SOURCE} AS line,
            ${lineColumns.map(({ name }) => `line."${name}"`).join(", ")},
            cluster, namespace, pod, container, proxy, format
     FROM line JOIN origin USING (origin_id)`,
];
