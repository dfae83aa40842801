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
       -- Times of whole seconds: what lies within one cannot be told apart.
       count(*) >= 3 AND bool_and(epoch_ms(start_time) % 1000 = 0) AS is_coarse,
       -- Istio's own names tell the side; those that others give their clusters tell nothing.
       coalesce(bool_or(starts_with(upstream_cluster, 'inbound|') OR starts_with(upstream_cluster, 'outbound|') OR starts_with(upstream_cluster, 'inbound-vip|')
         OR upstream_cluster IN ('InboundPassthroughCluster', 'InboundPassthroughClusterIpv4', 'InboundPassthroughClusterIpv6', 'PassthroughCluster', 'BlackHoleCluster')
         OR starts_with(upstream_local_address, '127.0.0.6:') OR starts_with(upstream_local_address, '[::6]:')), false) AS logs_side,
       coalesce(bool_or(starts_with(upstream_cluster, 'inbound-vip|')), false) AS is_waypoint
FROM line
JOIN (SELECT origin_id, dense_rank() OVER (ORDER BY proxy) AS proxy_id FROM origin) USING (origin_id)
GROUP BY origin_id
