-- ---
-- id: proxy
-- dialect: duckdb
-- means: >-
--   One row for each proxy: how many lines of which kind and side, from when to when, and how its requests ended.
-- reads: [line, checked_line]
-- ---
SELECT proxy, count(*) AS lines,
       count(*) FILTER (kind = 'http') AS http,
       count(*) FILTER (side = 'client') AS client,
       count(*) FILTER (side = 'server') AS server,
       count(*) FILTER (side = 'waypoint') AS waypoint,
       count(*) FILTER (side = 'unknown') AS unknown,
       count(*) FILTER (kind = 'http' AND NOT is_told AND side <> 'unknown') AS joined,
       count(*) FILTER (kind = 'http' AND response_code BETWEEN 1 AND 399) AS good,
       count(*) FILTER (kind = 'http' AND response_code >= 400) AS bad,
       strftime(min(start_time), '%Y-%m-%d %H:%M:%S.%g') AS first, strftime(max(start_time), '%Y-%m-%d %H:%M:%S.%g') AS last
FROM checked_line JOIN line USING (line_id)
GROUP BY proxy
ORDER BY proxy
