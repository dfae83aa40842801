-- ---
-- id: checked_line
-- dialect: duckdb
-- means: >-
--   One narrow row for each line: the proxy that wrote it, what kind of row it is (only `http` is a request), and its side of the hop, as far as anything tells it; `is_told` is whether the line itself does, and not only what it was joined with.
-- source: >-
--   kinds - access-log-formats 1.10, 1.11, 2.3 (ACCESS_LOG_TYPE), 7; sides - access-log-formats 5.2, and what correlation joined
-- reads: [line, origin, request_fact, send_fact]
-- ---
WITH arrived AS (
  SELECT server_line AS line_id, id AS request FROM request_fact WHERE server_line IS NOT NULL
  UNION
  SELECT line_id, request FROM send_fact WHERE NOT is_client_line AND line_id IS NOT NULL
),
-- a request whose send was seen to arrive was told by the side that asked
joined AS (
  SELECT line_id, true AS is_server FROM (SELECT DISTINCT line_id FROM arrived)
  UNION ALL
  SELECT DISTINCT request, false FROM arrived WHERE request NOT IN (SELECT line_id FROM arrived)
),
-- Envoy Gateway has proxies on the asking side only
told AS (
  SELECT origin_id, proxy, format,
         bool_or(upstream_cluster IS NOT NULL OR upstream_local_address IS NOT NULL) OR starts_with(format, 'envoy-gateway') AS tells_side
  FROM line JOIN origin USING (origin_id) GROUP BY origin_id, proxy, format
),
kinds AS (
  SELECT line_id, proxy, format, upstream_cluster, upstream_local_address, requested_server_name, tells_side,
         CASE WHEN starts_with(format, 'ztunnel') THEN 'ztunnel'
              WHEN access_log_type = 'UpstreamEnd' THEN 'send'
              WHEN access_log_type IS NOT NULL AND access_log_type NOT IN ('NotSet', 'DownstreamEnd', 'TcpConnectionEnd', 'UdpSessionEnd') THEN 'unfinished'
              WHEN "method" = 'CONNECT' THEN 'tunnel'
              WHEN "method" IS NULL AND protocol IS NULL THEN 'tcp'
              WHEN "method" IS NULL THEN 'malformed'
              WHEN start_time IS NULL THEN 'untimed'
              WHEN regexp_matches(coalesce(authority, ''), '-shadow(?::[0-9]+)?$') THEN 'mirrored'
              ELSE 'http' END AS kind
  FROM line JOIN told USING (origin_id)
)
SELECT line_id, proxy, kind, tells_side AS is_told,
       CASE WHEN kind <> 'http' THEN NULL
            WHEN joined.is_server THEN 'server'
            WHEN starts_with(upstream_cluster, 'inbound-vip|') THEN 'waypoint'
            WHEN starts_with(upstream_cluster, 'inbound|') OR starts_with(upstream_cluster, 'InboundPassthrough') THEN 'server'
            WHEN upstream_cluster IS NULL AND (starts_with(upstream_local_address, '127.0.0.6:') OR starts_with(upstream_local_address, '[::6]:')
              OR contains(requested_server_name, 'outbound_.')) THEN 'server'
            WHEN tells_side OR NOT joined.is_server THEN 'client'
            ELSE 'unknown' END AS side
FROM kinds LEFT JOIN joined USING (line_id)
