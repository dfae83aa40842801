-- ---
-- id: silence
-- dialect: duckdb
-- means: >-
--   The longest time of at least a minute in which a proxy wrote nothing, with the lines that its own mean rate would have given in it.
-- reads: [line, checked_line]
-- ---
WITH moment AS (
  SELECT proxy, start_time AS began, lead(start_time) OVER (PARTITION BY proxy ORDER BY start_time) AS next
  FROM checked_line JOIN line USING (line_id)
  WHERE start_time IS NOT NULL
),
rate AS (
  SELECT proxy, count(*) / nullif(epoch_ms(max(began)) - epoch_ms(min(began)), 0) AS per_ms FROM moment GROUP BY proxy
),
longest AS (
  SELECT proxy, max_by(struct_pack(began := began, next := next), epoch_ms(next) - epoch_ms(began)) AS gap FROM moment WHERE next IS NOT NULL GROUP BY proxy
)
SELECT proxy, strftime(gap.began, '%Y-%m-%d %H:%M:%S.%g') AS first, strftime(gap.next, '%Y-%m-%d %H:%M:%S.%g') AS last,
       CAST(round((epoch_ms(gap.next) - epoch_ms(gap.began)) * per_ms) AS BIGINT) AS expected
FROM longest JOIN rate USING (proxy)
WHERE epoch_ms(gap.next) - epoch_ms(gap.began) >= 60000
ORDER BY proxy
