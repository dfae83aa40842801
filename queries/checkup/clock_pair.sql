-- ---
-- id: clock_pair
-- dialect: duckdb
-- means: >-
--   For each pair of proxies, how many requests with one send that both of them logged, and between which milliseconds the callee's clock is behind the caller's: a send begins after its request and ends before it. Lines that tell no side are left out: they are joined only where they lie inside each other, whatever the clocks.
-- source: retry-semantics 13.3
-- reads: [line, origin, request_fact, checked_line]
-- ---
WITH pair AS (
  SELECT asked.proxy AS caller, told.proxy AS callee,
         epoch_ms(client.start_time) - epoch_ms(server.start_time) AS least,
         epoch_ms(client.start_time) + coalesce(client.duration_ms, 0) - epoch_ms(server.start_time) - coalesce(server.duration_ms, 0) AS most
  FROM request_fact
  JOIN line AS client ON client.line_id = request_fact.id
  JOIN line AS server ON server.line_id = request_fact.server_line
  JOIN origin AS asked ON asked.origin_id = client.origin_id
  JOIN origin AS told ON told.origin_id = server.origin_id
  JOIN checked_line ON checked_line.line_id = server.line_id
  WHERE is_told AND NOT is_server AND asked.proxy <> told.proxy AND client.request_id <> '' AND server.response_code > 0
)
SELECT caller, callee, count(*) AS pairs, quantile_disc(least, 0.9) AS least, quantile_disc(most, 0.1) AS most
FROM pair
GROUP BY caller, callee
ORDER BY pairs DESC, caller, callee
