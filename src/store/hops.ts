/**
 * The statements that make `hop`: one narrow row for each line of an HTTP request, with what correlation needs of all lines.
 * They are DuckDB's SQL, not the portable subset: what depends on hashing and taking text apart is done here, once, so that
 * everything in `queries/` only compares numbers.
 *
 * Facts behind it: side from the cluster (access-log-formats 5.2); class of a server-side line (retry-semantics 13.4, and
 * 13.1 rows 3, 11, 12); a line ingested under two names is one line (6.3), so exact copies are dropped.
 */
export const makeHops: readonly string[] = [
  // Ids, UUIDs and numbers in a path are folded, so that one route is one route; the query string is no part of it.
  `CREATE OR REPLACE MACRO path_template(path) AS regexp_replace(split_part(path, '?', 1),
     '/(?:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|[0-9a-fA-F]{16,}|[0-9][0-9-]*)\\b', '/{id}', 'g')`,
  // The same request keeps its id on every hop but for one character, which tracing may rewrite (retry-semantics 4).
  `CREATE OR REPLACE MACRO request_key(id) AS CASE WHEN length(id) = 36 THEN lower(substr(id, 1, 14)) || '_' || lower(substr(id, 16)) ELSE lower(id) END`,
  `CREATE OR REPLACE TEMP TABLE hop AS
   WITH place AS (
     -- What an origin's format logs at all: a field that is missing everywhere proves nothing where it is absent.
     SELECT origin_id, any_value(proxy_id) AS proxy_id, bool_or(upstream_local_address IS NOT NULL) AS logs_local_address,
            bool_or(response_code_details IS NOT NULL) AS logs_details
     FROM line JOIN (SELECT origin_id, dense_rank() OVER (ORDER BY proxy) AS proxy_id FROM origin) USING (origin_id)
     GROUP BY origin_id
   ),
   fact AS (
     SELECT line_id, proxy_id, response_code AS code, attempt_count, attempt_ordinal, grpc_status, upstream_local_address,
            response_code_details AS details, response_flags AS flags, logs_local_address, logs_details,
            coalesce(duration_ms, 0) AS duration, epoch_ms(start_time) AS began,
            CASE WHEN request_id <> '' THEN hash(request_key(request_id)) END AS id_hash,
            hash("method", path) AS call_hash,
            "method" IN ('GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE') AS is_idempotent,
            upstream_host IS NOT NULL AS has_host,
            CASE WHEN upstream_cluster IS NOT NULL THEN starts_with(upstream_cluster, 'inbound|') OR starts_with(upstream_cluster, 'InboundPassthrough')
                 ELSE coalesce(starts_with(upstream_local_address, '127.0.0.6:') OR starts_with(upstream_local_address, '[::6]:')
                      OR contains(requested_server_name, 'outbound_.'), false) END AS is_server
     FROM line JOIN place USING (origin_id)
     WHERE "method" IS NOT NULL AND "method" <> 'CONNECT' AND start_time IS NOT NULL
       -- A mirrored copy is nobody's request; Envoy marks it by its authority.
       AND NOT coalesce(regexp_matches(authority, '-shadow(?::[0-9]+)?$'), false)
       AND (access_log_type IS NULL OR access_log_type IN ('NotSet', 'DownstreamEnd'))
   )
   SELECT line_id, CAST(proxy_id AS INTEGER) AS proxy_id, is_server, id_hash, call_hash, began, began + duration AS ended, code,
          is_idempotent, has_host, CAST(CASE WHEN NOT is_server THEN coalesce(attempt_count, attempt_ordinal) - CASE WHEN list_contains(flags, 'UH') THEN 1 ELSE 0 END END AS INTEGER) AS attempt_count, CAST(CASE WHEN is_server THEN attempt_ordinal END AS INTEGER) AS attempt_ordinal,
          CASE WHEN NOT is_server THEN
                 CASE WHEN list_has_any(flags, ['UF', 'UH', 'NR', 'NC', 'RL', 'UAEX', 'FI', 'DPE', 'IH'])
                        OR contains(details, '{overflow}') OR contains(details, 'refused_stream') THEN 'not_reached'
                      ELSE 'unknown' END
               WHEN details = 'via_upstream' OR starts_with(details, 'upstream_reset_after_response_started') THEN 'answered'
               WHEN contains(details, 'refused_stream') THEN 'not_reached'
               WHEN NOT logs_details AND code > 0 AND len(flags) = 0 THEN 'answered'
               WHEN logs_local_address AND upstream_local_address IS NULL THEN 'not_reached'
               WHEN list_has_any(flags, ['UF', 'UH', 'UO', 'NR', 'NC', 'RL', 'UAEX', 'FI']) THEN 'not_reached'
               WHEN list_contains(flags, 'UC') AND duration < 10 THEN 'unknown'
               WHEN logs_local_address THEN 'delivered'
               ELSE 'unknown' END AS outcome,
          code = 0 OR code >= 500 OR (len(flags) > 0 AND flags <> ['DI']) OR coalesce(grpc_status, 0) IN (1, 4, 8, 13, 14) AS has_failed,
          NOT is_server AND (list_contains(flags, 'URX')
            OR coalesce(attempt_count, CAST(attempt_ordinal AS INTEGER), 1) - CASE WHEN list_contains(flags, 'UH') THEN 1 ELSE 0 END > 1) AS is_resent,
          is_server AND NOT logs_local_address AS is_weak
   FROM fact`,
];
