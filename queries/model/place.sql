-- ---
-- id: place
-- dialect: duckdb
-- means: >-
--   What an origin's format logs at all: a field that is missing everywhere proves nothing where it is absent.
-- reads: [line, origin]
-- ---
SELECT origin_id, CAST(any_value(proxy_id) AS INTEGER) AS proxy_id,
       bool_or(upstream_local_address IS NOT NULL) AS logs_local_address,
       bool_or(response_code_details IS NOT NULL) AS logs_details,
       bool_or(upstream_cluster IS NOT NULL OR upstream_local_address IS NOT NULL) AS logs_side,
       coalesce(bool_or(starts_with(upstream_cluster, 'inbound-vip|')), false) AS is_waypoint
FROM line
JOIN (SELECT origin_id, dense_rank() OVER (ORDER BY proxy) AS proxy_id FROM origin) USING (origin_id)
GROUP BY origin_id
