-- ---
-- id: call
-- means: >-
--   One row for each (request id, method, path) of the logs, and whether it is one request with at most one send, as nearly all are; then its columns say all of it.
-- reads: [hop, resend]
-- ---
with
-- none of these is plain; all others are joined, which costs less than to aggregate every column
several as (
  select id_hash, call_hash
  from hop
  where id_hash is not null
  group by id_hash, call_hash
  having count_if(is_server) > 1 or count_if(not is_server) > 1
),
client as (
  select
    hop.id_hash, hop.call_hash, hop.line_id, began, ended, code, attempt_count, outcome, route_id, is_idempotent,
    is_resent or resend.line_id is not null as is_resent
  from hop
  left join resend on hop.line_id = resend.line_id
  left join several on hop.id_hash = several.id_hash and hop.call_hash = several.call_hash
  where hop.id_hash is not null and not is_server and several.id_hash is null
),
server as (
  select hop.id_hash, hop.call_hash, line_id, began, ended, code, outcome, proxy_id, is_idempotent
  from hop
  left join several on hop.id_hash = several.id_hash and hop.call_hash = several.call_hash
  where hop.id_hash is not null and is_server and several.id_hash is null
)
select
  coalesce(client.id_hash, server.id_hash) as id_hash,
  coalesce(client.call_hash, server.call_hash) as call_hash,
  client.line_id as client_line, client.began as client_began, client.ended as client_ended, client.code as client_code,
  client.attempt_count, client.outcome as client_outcome, client.route_id,
  server.line_id as server_line, server.began as server_began, server.ended as server_ended, server.code as server_code,
  server.outcome as server_outcome, server.proxy_id as server_proxy,
  coalesce(client.is_idempotent, server.is_idempotent) as is_idempotent,
  coalesce(not client.is_resent, true) and coalesce(server.began between client.began and client.ended, true) as is_plain
from client
full join server on client.id_hash = server.id_hash and client.call_hash = server.call_hash
union all
select id_hash, call_hash, null, null, null, null, null, null, null, null, null, null, null, null, null, null, false
from several
