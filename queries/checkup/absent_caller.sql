-- ---
-- id: absent_caller
-- dialect: duckdb
-- means: >-
--   The addresses that sends came from, of which no line of the side that asked is there; whether those callers have a proxy of the mesh shows in the server name that only such a proxy sends.
-- source: access-log-formats 5.1 (outbound_. in the server name)
-- reads: [line, checked_line]
-- ---
WITH logged AS (
  SELECT DISTINCT regexp_replace(upstream_local_address, ':[0-9]+$', '') AS address
  FROM checked_line JOIN line USING (line_id)
  WHERE side IN ('client', 'waypoint') AND upstream_local_address IS NOT NULL
),
came AS (
  SELECT regexp_replace(downstream_remote_address, ':[0-9]+$', '') AS address, contains(requested_server_name, 'outbound_.') AS is_mesh, count(*) AS requests
  FROM checked_line JOIN line USING (line_id)
  -- Port 0 is an address out of x-forwarded-for, not that of the proxy before.
  WHERE side = 'server' AND downstream_remote_address IS NOT NULL AND NOT ends_with(downstream_remote_address, ':0')
  GROUP BY ALL
)
SELECT count(DISTINCT came.address) AS addresses, CAST(coalesce(sum(requests), 0) AS BIGINT) AS requests,
       CAST(coalesce(sum(requests) FILTER (is_mesh), 0) AS BIGINT) AS mesh_requests, min(came.address) AS example
FROM came LEFT JOIN logged USING (address)
WHERE logged.address IS NULL
