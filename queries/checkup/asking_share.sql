-- ---
-- id: asking_share
-- dialect: duckdb
-- means: >-
--   For each proxy that asks, the sends that arrived from its address while it logged, good ones and bad ones apart, and how many of them it has a line for.
-- reads: [line, checked_line, request_fact, send_fact]
-- ---
WITH place AS (
  SELECT regexp_replace(upstream_local_address, ':[0-9]+$', '') AS address, any_value(proxy) AS proxy, count(DISTINCT proxy) AS proxies,
         min(start_time) + INTERVAL 5 SECOND AS first, max(start_time) - INTERVAL 5 SECOND AS last
  FROM checked_line JOIN line USING (line_id)
  WHERE side = 'client' AND upstream_local_address IS NOT NULL AND NOT starts_with(upstream_local_address, 'envoy:')
  GROUP BY address
),
asked AS (
  SELECT server_line AS line_id FROM request_fact WHERE NOT is_server AND server_line IS NOT NULL
  UNION
  SELECT send_fact.line_id FROM send_fact JOIN request_fact ON request_fact.id = send_fact.request
  WHERE NOT request_fact.is_server AND NOT is_client_line AND line_id IS NOT NULL
),
sent AS (
  SELECT place.proxy, response_code < 400 AS is_good, bool_or(asked.line_id IS NOT NULL) AS is_seen
  FROM checked_line JOIN line USING (line_id)
  JOIN place ON place.address = regexp_replace(downstream_remote_address, ':[0-9]+$', '') AND proxies = 1 AND start_time BETWEEN place.first AND place.last
  LEFT JOIN asked USING (line_id)
  WHERE side = 'server' AND checked_line.proxy <> place.proxy AND request_id <> '' AND response_code > 0 AND NOT ends_with(downstream_remote_address, ':0')
  -- Copies of one line are one.
  GROUP BY place.proxy, is_good, request_id, "method", path, start_time, duration_ms
)
SELECT proxy, count(*) FILTER (is_good) AS good, count(*) FILTER (is_good AND is_seen) AS good_seen,
       count(*) FILTER (NOT is_good) AS bad, count(*) FILTER (NOT is_good AND is_seen) AS bad_seen
FROM sent
GROUP BY proxy
ORDER BY proxy
