-- ---
-- id: repeated_line
-- dialect: duckdb
-- means: >-
--   Proxies that have the same line more than once: one log under two names that differ in a few bytes, or two loggers on one proxy.
-- source: access-log-formats 7, trap 3
-- reads: [line, origin, checked_line]
-- ---
WITH twin AS (
  SELECT checked_line.proxy, count(*) AS copies, count(DISTINCT source_id) AS sources, count(DISTINCT format) AS formats
  FROM checked_line JOIN line USING (line_id) JOIN origin USING (origin_id)
  WHERE kind = 'http' AND request_id <> ''
  GROUP BY checked_line.proxy,
    hash(start_time, "method", path, response_code, duration_ms, bytes_received, bytes_sent, request_id, upstream_host, side, attempt_ordinal, downstream_remote_address)
  HAVING count(*) > 1
)
SELECT proxy, CAST(sum(copies - 1) AS BIGINT) AS extra, max(sources) AS sources, max(formats) AS formats
FROM twin
GROUP BY proxy
ORDER BY proxy
