-- ---
-- id: inner_line
-- dialect: duckdb
-- means: >-
--   Lines of formats that tell no side (Envoy's default text) which begin inside a longer line of another proxy with the same id, method and path; they are the server side of it.
-- reads: [scope_line, place]
-- ---
WITH unsided AS (
  SELECT line_id, proxy_id, hash(request_key(request_id)) AS id_hash, hash("method", path) AS call_hash,
         epoch_ms(start_time) AS began, epoch_ms(start_time) + coalesce(duration_ms, 0) AS ended
  FROM scope_line JOIN place USING (origin_id)
  WHERE NOT logs_side AND request_id <> '' AND start_time IS NOT NULL AND "method" IS NOT NULL
),
opened AS (
  SELECT *, max(ended) OVER (PARTITION BY id_hash, call_hash ORDER BY began, ended DESC, line_id
                             ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS open_until
  FROM unsided
),
grouped AS (
  SELECT *, sum(CASE WHEN began <= open_until THEN 0 ELSE 1 END) OVER (PARTITION BY id_hash, call_hash ORDER BY began, ended DESC, line_id) AS island
  FROM opened
),
compared AS (
  SELECT line_id, proxy_id, first_value(proxy_id) OVER (PARTITION BY id_hash, call_hash, island ORDER BY began, ended DESC, line_id) AS outer_proxy
  FROM grouped
)
SELECT line_id FROM compared WHERE proxy_id <> outer_proxy
