-- ---
-- id: corrected_clock
-- dialect: duckdb
-- means: >-
--   The proxies whose times were moved before anything was compared, and by how much.
-- reads: [clock, origin]
-- ---
SELECT proxy, offset_ms
FROM clock JOIN (SELECT DISTINCT proxy, CAST(dense_rank() OVER (ORDER BY proxy) AS INTEGER) AS proxy_id FROM origin) USING (proxy_id)
ORDER BY proxy
