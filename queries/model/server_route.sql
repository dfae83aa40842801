-- ---
-- id: server_route
-- dialect: duckdb
-- means: >-
--   The route of server-side lines that may stand for a request of their own, because no client-side line of their call was logged or the call is tangled.
-- reads: [hop, call, line]
-- ---
SELECT hop.line_id,
       CAST(hash(line."method", line.authority, nullif(line.route_name, 'default'), path_template(line.path)) >> 1 AS BIGINT) AS route_id
FROM hop
JOIN call ON hop.id_hash = call.id_hash AND hop.call_hash = call.call_hash
JOIN line ON hop.line_id = line.line_id
WHERE hop.is_server AND (call.client_line IS NULL OR NOT call.is_plain)
UNION ALL
SELECT hop.line_id,
       CAST(hash(line."method", line.authority, nullif(line.route_name, 'default'), path_template(line.path)) >> 1 AS BIGINT)
FROM hop
JOIN line ON hop.line_id = line.line_id
WHERE hop.is_server AND hop.id_hash IS NULL
