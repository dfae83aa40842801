import { runInDatabase } from "./run-in-database.ts";

const names = [
  "start_time",
  "method",
  "path",
  "protocol",
  "response_code",
  "response_flags",
  "response_code_details",
  "connection_termination_details",
  "upstream_transport_failure_reason",
  "bytes_received",
  "bytes_sent",
  "duration_ms",
  "upstream_service_time_ms",
  "x_forwarded_for",
  "user_agent",
  "request_id",
  "authority",
  "upstream_host",
  "upstream_cluster",
  "upstream_local_address",
  "downstream_local_address",
  "downstream_remote_address",
  "requested_server_name",
  "route_name",
];
const [quoted, token] = ['"([^"]*)"', "([^ ]+)"];
const pattern = `^\\[([^]]+)\\] "([^ ]+) ([^ ]+) ([^ "]+)" (\\d+) ${token} ${token} ${token} ${quoted} (\\d+) (\\d+) (\\d+) ${token} ${quoted} ${quoted} ${quoted} ${quoted} ${quoted} ${token} ${token} ${token} ${token} ${token} ${token}$`;
const types: Readonly<Record<string, string>> = {
  start_time: "TIMESTAMP",
  response_code: "SMALLINT",
  bytes_received: "BIGINT",
  bytes_sent: "BIGINT",
  duration_ms: "BIGINT",
  upstream_service_time_ms: "BIGINT",
};

function valueOf(name: string): string {
  const type = types[name];
  if (type !== undefined) return `TRY_CAST(f."${name}" AS ${type}) AS "${name}"`;
  if (name !== "response_flags") return `nullif(f."${name}", '-') AS "${name}"`;
  return `CASE WHEN f.response_flags = '-' THEN CAST([] AS VARCHAR[]) ELSE string_split(f.response_flags, ',') END AS response_flags`;
}

// What people write by hand: one regular expression with a group for each column.
await runInDatabase(
  (log) => `
  CREATE TABLE log AS
  WITH taken AS (
    SELECT regexp_extract(line, '${pattern}', [${names.map((name) => `'${name}'`).join(", ")}]) AS f
    FROM read_csv('${log}', columns = {'line': 'VARCHAR'}, delim = '\x1f', quote = '', escape = '', header = false, auto_detect = false, max_line_size = 4194304)
  )
  SELECT ${names.map(valueOf).join(", ")} FROM taken`,
);
