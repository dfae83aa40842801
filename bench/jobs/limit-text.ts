import { runInDatabase } from "./run-in-database.ts";

/** Raw lines: no byte of a log is a delimiter or a quote. */
const lines = (log: string): string =>
  `read_csv('${log}', columns = {'line': 'VARCHAR'}, delim = '\x1f', quote = '', escape = '', header = false, auto_detect = false, max_line_size = 4194304)`;

// The least that DuckDB itself needs for the 24 columns of a well-behaved Istio line: it is split at its quotes, and what
// stands between them at blanks. It has no line numbers, and one stray quote or blank moves all columns or ends it.
await runInDatabase(
  (log) => `
  CREATE TABLE log AS
  WITH quoted AS (SELECT string_split(line, '"') AS q FROM ${lines(log)}),
  parts AS (
    SELECT q, string_split(q[2], ' ') AS request, string_split(q[3], ' ') AS response, string_split(q[5], ' ') AS numbers,
           string_split(q[15], ' ') AS places
    FROM quoted
  )
  SELECT CAST(substr(q[1], 2, 24) AS TIMESTAMP) AS start_time,
         nullif(request[1], '-') AS "method", nullif(request[2], '-') AS path, nullif(request[3], '-') AS protocol,
         CAST(response[2] AS SMALLINT) AS response_code,
         CASE WHEN response[3] = '-' THEN CAST([] AS VARCHAR[]) ELSE string_split(response[3], ',') END AS response_flags,
         nullif(response[4], '-') AS response_code_details, nullif(response[5], '-') AS connection_termination_details,
         nullif(q[4], '-') AS upstream_transport_failure_reason,
         CAST(numbers[2] AS BIGINT) AS bytes_received, CAST(numbers[3] AS BIGINT) AS bytes_sent,
         CAST(numbers[4] AS BIGINT) AS duration_ms, TRY_CAST(numbers[5] AS BIGINT) AS upstream_service_time_ms,
         nullif(q[6], '-') AS x_forwarded_for, nullif(q[8], '-') AS user_agent, nullif(q[10], '-') AS request_id,
         nullif(q[12], '-') AS authority, nullif(q[14], '-') AS upstream_host,
         nullif(places[2], '-') AS upstream_cluster, nullif(places[3], '-') AS upstream_local_address,
         nullif(places[4], '-') AS downstream_local_address, nullif(places[5], '-') AS downstream_remote_address,
         nullif(places[6], '-') AS requested_server_name, nullif(places[7], '-') AS route_name
  FROM parts`,
);
