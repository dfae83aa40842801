-- ---
-- id: absent_callee
-- dialect: duckdb
-- means: >-
--   The services and addresses that requests were sent to and answered from, of which no line of the side that was asked is there.
-- reads: [line, checked_line]
-- ---
WITH logged AS (
  SELECT DISTINCT downstream_local_address AS address
  FROM checked_line JOIN line USING (line_id)
  WHERE side = 'server' AND downstream_local_address IS NOT NULL
),
sent AS (
  SELECT regexp_replace(upstream_host, '^envoy://[^/]*/', '') AS address, count(*) AS requests,
         coalesce(nullif(rtrim(CASE WHEN contains(upstream_cluster, '|') THEN split_part(upstream_cluster, '|', 4) ELSE upstream_cluster END, ';'), ''), '-') AS service
  FROM checked_line JOIN line USING (line_id)
  WHERE side IN ('client', 'waypoint') AND upstream_host IS NOT NULL AND (response_code_details = 'via_upstream' OR (response_code_details IS NULL AND len(response_flags) = 0))
  GROUP BY address, service
)
SELECT service, count(*) AS addresses, count(*) FILTER (logged.address IS NULL) AS absent,
       sum(requests)::BIGINT AS requests, (sum(requests) FILTER (logged.address IS NULL))::BIGINT AS absent_requests,
       min(sent.address) FILTER (logged.address IS NULL) AS example
FROM sent LEFT JOIN logged USING (address)
GROUP BY service
HAVING count(*) FILTER (logged.address IS NULL) > 0
ORDER BY absent_requests DESC, service
