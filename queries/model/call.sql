-- ---
-- id: call
-- means: >-
--   One row for each (request id, method, path) of the logs, and whether it is one request with at most one send, as nearly all are; then its columns say all of it.
-- reads: [hop, resend]
-- ---
with
counted as (
  select
    id_hash, call_hash,
    count(case when not is_server then 1 end) as clients,
    count(case when is_server then 1 end) as servers,
    max(case when not is_server then hop.line_id end) as client_line,
    max(case when is_server then hop.line_id end) as server_line,
    min(case when not is_server then began end) as client_began,
    max(case when not is_server then ended end) as client_ended,
    max(case when not is_server then code end) as client_code,
    max(case when not is_server then attempt_count end) as attempt_count,
    max(case when not is_server then outcome end) as client_outcome,
    min(case when is_server then began end) as server_began,
    max(case when is_server then ended end) as server_ended,
    max(case when is_server then code end) as server_code,
    max(case when is_server then outcome end) as server_outcome,
    max(case when is_server then proxy_id end) as server_proxy,
    max(route_id) as route_id,
    bool_or(is_resent or resend.line_id is not null) as is_resent,
    bool_or(is_idempotent) as is_idempotent
  from hop
  left join resend on hop.line_id = resend.line_id
  where id_hash is not null
  group by id_hash, call_hash
)
select
  counted.*,
  not is_resent and (
    (clients = 1 and servers = 0)
    or (clients = 1 and servers = 1 and server_began >= client_began and server_began <= client_ended)
    or (clients = 0 and servers = 1)
  ) as is_plain
from counted
