-- ---
-- id: coarse_clock
-- dialect: duckdb
-- means: >-
--   The proxies whose times are all of whole seconds, as START_TIME(%s) writes them; what fewer than three lines have may be chance.
-- reads: [line, checked_line]
-- ---
SELECT proxy
FROM checked_line JOIN line USING (line_id)
GROUP BY proxy
HAVING count(*) >= 3 AND bool_and(epoch_ms(start_time) % 1000 = 0)
ORDER BY proxy
