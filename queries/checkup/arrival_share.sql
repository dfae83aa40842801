-- ---
-- id: arrival_share
-- dialect: duckdb
-- means: >-
--   For each proxy in front of an application, the requests that other proxies sent to its address while it logged and that were answered from there, good ones and bad ones apart, and how many of them it has a line for.
-- reads: [line, checked_line, request_fact, send_fact]
-- ---
WITH place AS (
  SELECT downstream_local_address AS address, any_value(proxy) AS proxy, count(DISTINCT proxy) AS proxies,
         min(start_time) + INTERVAL 5 SECOND AS first, max(start_time) - INTERVAL 5 SECOND AS last
  FROM checked_line JOIN line USING (line_id)
  WHERE side = 'server' AND downstream_local_address IS NOT NULL
  GROUP BY address
),
-- a row of the router's own log tells of a send, not that it arrived
arrived AS (
  SELECT id AS line_id FROM request_fact JOIN checked_line ON checked_line.line_id = server_line WHERE kind = 'http'
  UNION
  SELECT request FROM send_fact JOIN checked_line USING (line_id) WHERE kind = 'http' AND NOT is_client_line
),
sent AS (
  SELECT place.proxy, response_code < 400 AS is_good, bool_or(arrived.line_id IS NOT NULL) AS is_seen
  FROM checked_line JOIN line USING (line_id)
  JOIN place ON place.address = regexp_replace(upstream_host, '^envoy://[^/]*/', '') AND proxies = 1 AND start_time BETWEEN place.first AND place.last
  LEFT JOIN arrived USING (line_id)
  WHERE side IN ('client', 'waypoint') AND request_id <> '' AND response_code > 0 AND response_code_details = 'via_upstream'
  -- Copies of one line are one.
  GROUP BY place.proxy, is_good, request_id, "method", path, start_time, duration_ms
)
SELECT proxy, count(*) FILTER (is_good) AS good, count(*) FILTER (is_good AND is_seen) AS good_seen,
       count(*) FILTER (NOT is_good) AS bad, count(*) FILTER (NOT is_good AND is_seen) AS bad_seen
FROM sent
GROUP BY proxy
ORDER BY proxy
