import { runInDatabase } from "./run-in-database.ts";

/** The keys of an Istio line, and the type of the column where it is no text. */
const keys: Readonly<Record<string, string>> = {
  start_time: "TIMESTAMP",
  method: "VARCHAR",
  path: "VARCHAR",
  protocol: "VARCHAR",
  response_code: "SMALLINT",
  response_flags: "VARCHAR[]",
  response_code_details: "VARCHAR",
  connection_termination_details: "VARCHAR",
  upstream_transport_failure_reason: "VARCHAR",
  bytes_received: "BIGINT",
  bytes_sent: "BIGINT",
  duration: "BIGINT",
  upstream_service_time: "BIGINT",
  x_forwarded_for: "VARCHAR",
  user_agent: "VARCHAR",
  request_id: "VARCHAR",
  authority: "VARCHAR",
  upstream_host: "VARCHAR",
  upstream_cluster: "VARCHAR",
  upstream_local_address: "VARCHAR",
  downstream_local_address: "VARCHAR",
  downstream_remote_address: "VARCHAR",
  requested_server_name: "VARCHAR",
  route_name: "VARCHAR",
};

function valueOf([key, type]: [string, string]): string {
  if (type === "VARCHAR") return `nullif("${key}", '-') AS "${key}"`;
  if (type !== "VARCHAR[]") return `TRY_CAST("${key}" AS ${type}) AS "${key}"`;
  return `CASE WHEN "${key}" = '-' THEN CAST([] AS VARCHAR[]) ELSE string_split("${key}", ',') END AS "${key}"`;
}

// All as text first, then cast: a number that is written as a text must not lose the line.
await runInDatabase((log) => {
  const columns = Object.keys(keys).map((key) => `'${key}': 'VARCHAR'`);
  return `
  CREATE TABLE log AS
  SELECT ${Object.entries(keys).map(valueOf).join(", ")}
  FROM read_json('${log}', format = 'newline_delimited', columns = {${columns.join(", ")}})`;
});
