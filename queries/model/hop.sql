-- ---
-- id: hop
-- dialect: duckdb
-- means: >-
--   One narrow row for each line of an HTTP request, with what correlation needs of all lines. What depends on hashing and taking text apart is done here, once, so that the other files only compare numbers. `outcome` rises with what surely happened to a send - 1 it did not reach the application, 2 unknown, 3 it was handed to the application, 4 the application answered; on a client-side line it is that of the last send, at most 2.
-- source: >-
--   side from the cluster - access-log-formats 5.2; class of a server-side line - retry-semantics 13.4 and 13.1 rows 3, 11, 12
-- reads: [scope_line, place, inner_line]
-- ---
WITH fact AS (
  SELECT scope_line.line_id, proxy_id, response_code AS code, attempt_count, attempt_ordinal, grpc_status, bytes_sent, bytes_received, protocol,
         upstream_local_address,
         response_code_details AS details, response_flags AS flags, "method", authority, nullif(route_name, 'default') AS route_name, path,
         logs_local_address, logs_details, is_coarse, coalesce(duration_ms, 0) AS duration, epoch_ms(start_time) AS began,
         coalesce(request_id, '') = '' AS has_no_id,
         -- Without ids only time and call can tell what belongs together; that is tried where repeating does harm.
         CASE WHEN request_id <> '' THEN request_hash(request_id)
              WHEN "method" NOT IN ('GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE') THEN hash('') END AS id_hash,
         hash("method", path) AS call_hash,
         "method" IN ('GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE') AS is_idempotent,
         upstream_host IS NOT NULL AS has_host,
         upstream_host IS NULL AND len(response_flags) > 0 AND list_has_any(response_flags, ['UH', 'NR', 'NC']) AS is_nowhere,
         coalesce(access_log_type = 'UpstreamEnd', false) AS is_upstream,
         CASE WHEN access_log_type = 'UpstreamEnd' OR inner_line.line_id IS NOT NULL THEN true
              WHEN upstream_cluster IS NOT NULL THEN starts_with(upstream_cluster, 'inbound|') OR starts_with(upstream_cluster, 'InboundPassthrough')
              ELSE coalesce(starts_with(upstream_local_address, '127.0.0.6:') OR starts_with(upstream_local_address, '[::6]:')
                   OR contains(requested_server_name, 'outbound_.'), false) END AS is_server
  FROM scope_line JOIN place USING (origin_id) LEFT JOIN inner_line USING (line_id)
  WHERE "method" IS NOT NULL AND "method" <> 'CONNECT' AND start_time IS NOT NULL
    -- A mirrored copy is nobody's request; Envoy marks it by its authority.
    AND CASE WHEN contains(authority, '-shadow') THEN NOT regexp_matches(authority, '-shadow(?::[0-9]+)?$') ELSE true END
    AND (access_log_type IS NULL OR access_log_type IN ('NotSet', 'DownstreamEnd', 'UpstreamEnd'))
)
SELECT line_id, proxy_id, is_server, is_upstream,
       CASE WHEN NOT is_server THEN CAST(hash("method", authority, route_name, path_template(path)) >> 1 AS BIGINT) END AS route_id,
       id_hash, call_hash, began, began + duration AS ended, code, is_idempotent, has_host,
       -- The count rises before a host is picked, so a pick that failed (UH) is no send (retry-semantics 13.1 row 1); without a count, no host says the same.
       CAST(CASE WHEN is_server THEN NULL
                 WHEN attempt_count IS NULL AND attempt_ordinal IS NULL THEN CASE WHEN is_nowhere THEN 0 END
                 -- A line can claim any number; no proxy sends a request a thousand times.
                 ELSE least(coalesce(attempt_count, attempt_ordinal), 1000) - CASE WHEN len(flags) > 0 AND list_contains(flags, 'UH') THEN 1 ELSE 0 END END
         AS INTEGER) AS attempt_count,
       CAST(CASE WHEN is_server THEN CASE WHEN attempt_ordinal > 1000 THEN 1000 ELSE attempt_ordinal END END AS INTEGER) AS attempt_ordinal,
       CASE WHEN NOT is_server THEN
              -- No healthy host, but a host on the line: it is that of an earlier send, which was delivered (13.1 row 2).
              CASE WHEN len(flags) = 0 OR (list_contains(flags, 'UH') AND has_host) THEN 2
                   WHEN list_has_any(flags, ['UF', 'UH', 'NR', 'NC', 'RL', 'UAEX', 'FI', 'DPE', 'IH'])
                     OR contains(details, '{overflow}') OR contains(details, 'refused_stream') THEN 1 ELSE 2 END
            WHEN details = 'via_upstream' OR starts_with(details, 'upstream_reset_after_response_started') THEN 4
            WHEN contains(details, 'refused_stream') THEN 1
            -- The router's own log cannot tell the application's answer from one of the proxy in front of it, and has the body sizes swapped (13.1 row 5).
            WHEN is_upstream AND (code IN (401, 403, 429, 502, 503, 504) OR (len(flags) > 0 AND list_has_any(flags, ['UR', 'UC', 'LR']))
              OR (code = 200 AND bytes_received = 0 AND protocol = 'HTTP/2')) THEN 2
            -- Without details an early refusal may as well be the proxy's own, which sets no flag for RBAC or a rate limit.
            WHEN NOT logs_details AND code > 0 AND len(flags) = 0 THEN CASE WHEN code IN (401, 403, 429) THEN 2 ELSE 4 END
            WHEN logs_local_address AND upstream_local_address IS NULL THEN 1
            WHEN list_has_any(flags, ['UF', 'UH', 'UO', 'NR', 'NC', 'RL', 'UAEX', 'FI']) THEN 1
            WHEN list_contains(flags, 'UC') AND duration < 10 THEN 2
            WHEN logs_local_address THEN 3
            -- Without the address nothing proves that the send went out; that it took its time makes it likely.
            WHEN duration >= 10 THEN 3
            ELSE 2 END AS outcome,
       code = 0 OR code >= 500 OR CASE WHEN len(flags) > 0 THEN flags <> ['DI'] ELSE false END OR coalesce(grpc_status, 0) IN (1, 4, 8, 13, 14)
         -- A gRPC answer without a single byte is trailers only, that is an error status: a message takes five bytes at least.
         OR CASE WHEN code = 200 AND bytes_sent = 0 AND protocol = 'HTTP/2' AND "method" = 'POST'
                 THEN regexp_matches(path, '^/[A-Za-z0-9_.]+/[A-Z][A-Za-z0-9_]*$') ELSE false END
         AS has_failed,
       NOT is_server AND ((len(flags) > 0 AND list_contains(flags, 'URX'))
         OR coalesce(attempt_count, attempt_ordinal, 1) - CASE WHEN len(flags) > 0 AND list_contains(flags, 'UH') THEN 1 ELSE 0 END > 1) AS is_resent,
       -- A connection that had been closed before the request came breaks within a few milliseconds, but a proxy that waits for a processor
       -- tells it later: in 20 laboratory runs on a busy machine 7 of 120 took 10 to 52 ms, where retry-semantics 13.4 has "about 10 ms".
       -- Under a CPU limit a proxy waits for up to 100 ms (the period of the kernel's scheduler).
       is_server AND (is_upstream OR has_no_id OR NOT logs_local_address OR (len(flags) > 0 AND list_contains(flags, 'UC') AND duration < 100)) AS is_weak, has_no_id, is_coarse
FROM fact
