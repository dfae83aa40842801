-- ---
-- id: row_kind
-- dialect: duckdb
-- means: >-
--   How many lines are no requests, by what they are.
-- reads: [checked_line]
-- ---
SELECT kind, count(*) AS lines
FROM checked_line
WHERE kind <> 'http'
GROUP BY kind
ORDER BY lines DESC, kind
