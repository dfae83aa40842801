-- ---
-- id: field
-- dialect: duckdb
-- means: >-
--   For each proxy and format, how many lines have a field, and behind it (of_…) how many could have it: requests that were sent for what is known of the upstream, failed connections for their reason, gRPC calls for their status.
-- source: >-
--   when a field is absent though the format has it - access-log-formats 1.1, 2.3, 4
-- reads: [line, origin, checked_line]
-- ---
WITH request AS (
  SELECT line.*, side, format, origin.proxy AS wrote,
         -- An answer of the proxy itself has no upstream.
         response_code_details = 'via_upstream' OR (response_code_details IS NULL AND len(response_flags) = 0 AND response_code > 0) AS was_sent,
         protocol = 'HTTP/2' AND "method" = 'POST' AND regexp_matches(path, '^/[A-Za-z0-9_.]+/[A-Z][A-Za-z0-9_]*$') AS is_grpc
  FROM line JOIN origin USING (origin_id) JOIN checked_line USING (line_id)
  WHERE kind IN ('http', 'untimed')
)
SELECT wrote AS proxy, format,
       count(start_time) AS start_time, count(*) AS of_start_time,
       count(path) AS path, count(*) AS of_path,
       count(authority) AS authority, count(*) AS of_authority,
       count(response_code) AS response_code, count(*) AS of_response_code,
       count(*) FILTER (len(response_flags) > 0) AS response_flags, count(*) FILTER (len(response_flags) > 0) AS of_response_flags,
       count(duration_ms) AS duration_ms, count(*) AS of_duration_ms,
       count(nullif(request_id, '')) AS request_id, count(*) AS of_request_id,
       count(response_code_details) AS response_code_details, count(*) AS of_response_code_details,
       count(upstream_host) FILTER (was_sent) AS upstream_host, count(*) FILTER (was_sent) AS of_upstream_host,
       count(upstream_cluster) FILTER (was_sent) AS upstream_cluster, count(*) FILTER (was_sent) AS of_upstream_cluster,
       count(upstream_local_address) FILTER (was_sent) AS upstream_local_address, count(*) FILTER (was_sent) AS of_upstream_local_address,
       count(downstream_local_address) AS downstream_local_address, count(*) AS of_downstream_local_address,
       count(downstream_remote_address) AS downstream_remote_address, count(*) AS of_downstream_remote_address,
       count(bytes_received) AS bytes_received, count(*) AS of_bytes_received,
       count(bytes_sent) AS bytes_sent, count(*) AS of_bytes_sent,
       count(user_agent) AS user_agent, count(*) AS of_user_agent,
       count(route_name) FILTER (was_sent) AS route_name, count(*) FILTER (was_sent) AS of_route_name,
       count(upstream_transport_failure_reason) FILTER (list_contains(response_flags, 'UF')) AS upstream_transport_failure_reason,
       count(*) FILTER (list_contains(response_flags, 'UF')) AS of_upstream_transport_failure_reason,
       count(attempt_count) FILTER (was_sent AND side <> 'server') AS attempt_count, count(*) FILTER (was_sent AND side <> 'server') AS of_attempt_count,
       count(attempt_ordinal) FILTER (was_sent AND NOT starts_with(format, 'envoy-gateway')) AS attempt_ordinal,
       count(*) FILTER (was_sent AND NOT starts_with(format, 'envoy-gateway')) AS of_attempt_ordinal,
       count(attempt_ordinal) FILTER (was_sent AND side = 'server') AS ordinal_at_server, count(*) FILTER (was_sent AND side = 'server') AS of_ordinal_at_server,
       count(grpc_status) FILTER (is_grpc) AS grpc_status, count(*) FILTER (is_grpc) AS of_grpc_status
FROM request
GROUP BY ALL
ORDER BY proxy, format
