import { LINES_OF_A_SOURCE } from "../core/line-id.ts";
import { portableNames } from "./portable.ts";
import { lineColumns, tables } from "./tables.ts";

/** A column of a table as it lies in the file. */
export type StoredColumn = { readonly name: string; readonly type: string };

const declare = ({ name, type }: StoredColumn): string => `"${name}" ${type}`;
const columnsOf = (name: string): readonly StoredColumn[] => tables.find((table) => table.name === name)?.columns ?? [];
const texts = (...names: readonly string[]): StoredColumn[] => names.map((name) => ({ name, type: "VARCHAR" }));

/**
 * The tables that ingest fills. `line` holds what a line says under a number that gives source and line; `origin` holds
 * once what is the same for many lines; `derived` says how far `request` and `send` were derived, and by which model.
 */
export const storedTables: readonly { readonly name: string; readonly columns: readonly StoredColumn[] }[] = [
  { name: "source", columns: columnsOf("source") },
  {
    name: "origin",
    columns: [
      { name: "origin_id", type: "INTEGER" },
      { name: "source_id", type: "INTEGER" },
      ...texts("format", "cluster", "namespace", "pod", "container", "proxy"),
    ],
  },
  {
    name: "line",
    columns: [{ name: "line_id", type: "BIGINT" }, { name: "origin_id", type: "INTEGER" }, ...lineColumns],
  },
  { name: "reject", columns: columnsOf("reject") },
  { name: "derived", columns: [{ name: "source_id", type: "INTEGER" }, ...texts("model")] },
];

const place = (id: string): string =>
  `CAST(${id} // ${LINES_OF_A_SOURCE} AS INTEGER) AS source_id, ${id} % ${LINES_OF_A_SOURCE} AS line`;

/** The statements that make what queries call by name, anew in a database that another version made. */
export const functions: readonly string[] = [
  ...portableNames,
  // Ids, UUIDs and numbers in a path are folded, so that one route is one route; the query string is no part of it.
  `CREATE OR REPLACE MACRO path_template(path) AS system.main.regexp_replace(split_part(path, '?', 1),
     '/(?:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|[0-9a-fA-F]{16,}|[0-9][0-9-]*)\\b', '/{id}', 'g')`,
  // The same request keeps its id on every hop but for one character, which tracing may rewrite (retry-semantics 4).
  `CREATE OR REPLACE MACRO request_key(id) AS
     CASE WHEN strlen(id) = 36 THEN lower(substr(id, 1, 14)) || '_' || lower(substr(id, 16)) ELSE lower(id) END`,
  // Equal for ids whose keys are equal, without making a text of each.
  `CREATE OR REPLACE MACRO request_hash(id) AS
     hash(lower(substr(id, 1, 14)), CASE WHEN strlen(id) = 36 THEN lower(substr(id, 16)) ELSE lower(id) END)`,
  // What people call a service: its authority without port and cluster suffix.
  `CREATE OR REPLACE MACRO short_authority(authority) AS
     system.main.regexp_replace(coalesce(authority, '-'), '(?:\\.svc\\.cluster\\.local)?(?::[0-9]+)?$', '')`,
  `CREATE OR REPLACE MACRO route_text(authority, route_name, path) AS
     short_authority(authority) || ' ' || path_template(path)
     || CASE WHEN coalesce(route_name, 'default') = 'default' THEN '' ELSE ' (' || route_name || ')' END`,
];

/** The statements that make an empty database's tables, and what is shown and computed of them. */
export const schema: readonly string[] = [
  ...functions,
  ...storedTables.map(({ name, columns }) => `CREATE TABLE ${name} (${columns.map(declare).join(", ")})`),
  `CREATE VIEW access_log AS
     SELECT ${place("line_id")}, ${lineColumns.map(({ name }) => `line."${name}"`).join(", ")},
            cluster, namespace, pod, container, proxy, format
     FROM line JOIN origin USING (origin_id)`,
];

/** The statements that make the public tables and views over what correlation derived; they need its tables. */
export const derivedRelations: readonly string[] = [
  // A table, since every detector asks for all of it.
  `CREATE OR REPLACE TABLE route AS
     SELECT route_id, route_text(authority, route_name, path) AS route, "method", authority, route_name,
            path_template(path) AS path_template, requests
     FROM (SELECT route_id, min(id) AS line_id, count(*) AS requests FROM request_fact GROUP BY route_id) JOIN line USING (line_id)`,
  `CREATE OR REPLACE VIEW request AS
     SELECT fact.id, line.request_id, request_key(line.request_id) AS request_key, origin.proxy,
            CASE WHEN fact.is_server THEN 'server' ELSE 'client' END AS side, line.authority,
            route_text(line.authority, line.route_name, line.path) AS route, fact.route_id, line."method", line.path,
            make_timestamp(fact.began * 1000) AS started_at, make_timestamp(fact.ended * 1000) AS ended_at,
            fact.ended - fact.began AS duration_ms, line.response_code, line.response_flags, line.response_code_details,
            CAST(fact.sends AS INTEGER) AS sends,
            coalesce(judged.sends_known_by, CASE WHEN line.attempt_count IS NOT NULL THEN 'attempt_count'
              WHEN fact.server_line IS NOT NULL THEN 'server_lines' ELSE 'lower_bound' END) AS sends_known_by,
            CAST(fact.delivered AS INTEGER) AS delivered, CAST(fact.answered AS INTEGER) AS answered,
            coalesce(judged.verdict, 'none') AS verdict, judged.effect,
            coalesce(judged.verdict_because, 'one send') AS verdict_because,
            judged.resend_of, parent.parent AS parent_request, ${place("fact.id")}
     FROM request_fact AS fact
     JOIN line ON line.line_id = fact.id
     JOIN origin USING (origin_id)
     LEFT JOIN judged ON judged.id = fact.id
     LEFT JOIN parent ON parent.id = fact.id`,
  `CREATE OR REPLACE VIEW send AS
     SELECT told.request, told.ordinal, origin.proxy,
            CASE WHEN told.is_client_line THEN line.upstream_host ELSE line.downstream_local_address END AS host,
            make_timestamp(told.began * 1000) AS started_at,
            make_timestamp(coalesce(told.ended, told.began + coalesce(line.duration_ms, 0)) * 1000) AS ended_at,
            coalesce(told.ended - told.began, line.duration_ms) AS duration_ms,
            line.response_code, line.response_flags, line.response_code_details, line.bytes_received, line.bytes_sent,
            ['not_seen', 'not_reached', 'unknown', 'delivered', 'answered'][told.outcome + 1] AS outcome,
            CASE WHEN told.line_id IS NULL THEN NULL WHEN told.is_client_line THEN 'client' ELSE 'server' END AS told_by,
            ${place("told.line_id")}
     FROM (
       SELECT request, ordinal, line_id, is_client_line, outcome, began, ended FROM send_fact
       UNION ALL
       SELECT id, 1, coalesce(server_line, id), server_line IS NULL, outcome, coalesce(server_began, began),
              CASE WHEN server_line IS NULL THEN ended END
       FROM request_fact WHERE outcome IS NOT NULL AND sends > 0
     ) AS told
     LEFT JOIN line ON line.line_id = told.line_id
     LEFT JOIN origin USING (origin_id)`,
];
