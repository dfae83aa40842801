-- ---
-- id: inner_line
-- dialect: duckdb
-- means: >-
--   Lines that begin inside a longer line with the same id, method and path, were written by another proxy, or at another address that requests are sent to, and are the server side of it though their cluster does not say so: those of formats that tell no side (Envoy's default text), and those of waypoints where no sidecar stands behind.
-- reads: [scope_line, place]
-- ---
WITH unsided AS (
  SELECT line_id, proxy_id, upstream_host, downstream_local_address, request_hash(request_id) AS id_hash, hash("method", path) AS call_hash,
         epoch_ms(start_time) AS began, epoch_ms(start_time) + coalesce(duration_ms, 0) AS ended,
         NOT logs_side OR coalesce(starts_with(upstream_cluster, 'inbound-vip|'), false) AS is_open,
         coalesce(starts_with(upstream_cluster, 'inbound|'), false) AS is_sidecar
  FROM scope_line
  JOIN (SELECT * FROM place WHERE NOT logs_side OR (SELECT bool_or(is_waypoint) FROM place)) USING (origin_id)
  WHERE request_id <> '' AND start_time IS NOT NULL AND "method" IS NOT NULL
),
-- Of two lines of the same milliseconds the outer one is that of the proxy whose lines are longer elsewhere.
outer_share AS (
  SELECT proxy_id, avg(longer_by) AS longer_by
  FROM (SELECT proxy_id, ended - began - avg(ended - began) OVER (PARTITION BY id_hash, call_hash) AS longer_by FROM unsided)
  GROUP BY proxy_id
),
opened AS (
  SELECT unsided.*, longer_by, max(ended) OVER (PARTITION BY id_hash, call_hash ORDER BY began, ended DESC, longer_by DESC, line_id
                             ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS open_until
  FROM unsided JOIN outer_share USING (proxy_id)
),
grouped AS (
  SELECT *, sum(CASE WHEN began <= open_until THEN 0 ELSE 1 END) OVER (PARTITION BY id_hash, call_hash ORDER BY began, ended DESC, longer_by DESC, line_id) AS island
  FROM opened
),
compared AS (
  SELECT line_id, proxy_id, downstream_local_address, is_open,
         first_value(proxy_id) OVER island_lines AS outer_proxy, first_value(downstream_local_address) OVER island_lines AS outer_address,
         bool_or(is_sidecar) OVER (PARTITION BY id_hash, call_hash, island) AS has_sidecar
  FROM grouped
  WINDOW island_lines AS (PARTITION BY id_hash, call_hash, island ORDER BY began, ended DESC, longer_by DESC, line_id)
)
SELECT line_id FROM compared
WHERE is_open AND NOT has_sidecar
  -- Lines of several proxies may stand in one file.
  AND (proxy_id <> outer_proxy OR (downstream_local_address <> outer_address AND downstream_local_address IN (SELECT upstream_host FROM unsided)))
