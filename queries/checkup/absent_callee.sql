-- ---
-- id: absent_callee
-- dialect: duckdb
-- means: >-
--   The services and addresses that requests were sent to and answered from, of which no line of the side that was asked is there.
-- reads: [line, checked_line, request_fact, send_fact]
-- ---
WITH logged AS (
  SELECT DISTINCT downstream_local_address AS address
  FROM checked_line JOIN line USING (line_id)
  WHERE side = 'server' AND downstream_local_address IS NOT NULL
),
-- a row of the router's own log tells of a send, not that it arrived
arrived AS (
  SELECT id AS line_id FROM request_fact JOIN checked_line ON checked_line.line_id = server_line WHERE kind = 'http'
  UNION
  SELECT request FROM send_fact JOIN checked_line USING (line_id) WHERE kind = 'http' AND NOT is_client_line
),
sent AS (
  SELECT regexp_replace(upstream_host, '^envoy://[^/]*/', '') AS address, count(*) AS requests, count(arrived.line_id) > 0 AS is_seen,
         coalesce(nullif(rtrim(CASE WHEN contains(upstream_cluster, '|') THEN split_part(upstream_cluster, '|', 4) ELSE upstream_cluster END, ';'), ''), '-') AS service
  FROM checked_line JOIN line USING (line_id) LEFT JOIN arrived USING (line_id)
  WHERE side IN ('client', 'waypoint') AND upstream_host IS NOT NULL AND (response_code_details = 'via_upstream' OR (response_code_details IS NULL AND len(response_flags) = 0))
  GROUP BY address, service
),
known AS (
  SELECT sent.*, logged.address IS NULL AND NOT is_seen AS is_absent FROM sent LEFT JOIN logged USING (address)
)
SELECT service, count(*) AS addresses, count(*) FILTER (is_absent) AS absent,
       CAST(sum(requests) FILTER (is_absent) AS BIGINT) AS absent_requests, min(address) FILTER (is_absent) AS example
FROM known
GROUP BY service
HAVING count(*) FILTER (is_absent) > 0
ORDER BY absent_requests DESC, service
