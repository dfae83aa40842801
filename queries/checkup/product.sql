-- ---
-- id: product
-- dialect: duckdb
-- means: >-
--   For each format, how many of its lines name a cluster as Istio or Envoy Gateway names them: what tells the product where the format does not.
-- source: access-log-formats 1.5, 5.1
-- reads: [line, origin]
-- ---
SELECT format, count(*) AS lines,
       count(*) FILTER (regexp_matches(upstream_cluster, '^(?:outbound|inbound|inbound-vip)\|') OR upstream_cluster IN ('PassthroughCluster', 'BlackHoleCluster', 'InboundPassthroughCluster')) AS istio,
       count(*) FILTER (regexp_matches(upstream_cluster, '^(?:httproute|grpcroute)/') OR regexp_matches(route_name, '^(?:httproute|grpcroute)/')) AS envoy_gateway
FROM line JOIN origin USING (origin_id)
GROUP BY format
ORDER BY lines DESC, format
