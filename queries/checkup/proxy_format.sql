-- ---
-- id: proxy_format
-- dialect: duckdb
-- means: >-
--   The formats that each proxy's lines were read by.
-- reads: [line, origin]
-- ---
SELECT proxy, format, count(*) AS lines
FROM line JOIN origin USING (origin_id)
GROUP BY ALL
ORDER BY proxy, lines DESC, format
