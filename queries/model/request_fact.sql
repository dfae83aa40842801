-- ---
-- id: request_fact
-- means: >-
--   One narrow row for each request; judged says more of those that are not plain, and the public view request adds what the line says. Where outcome is null, send_fact holds the sends.
-- reads: [call, hop, judged, parent, server_route]
-- ---
with
every as (
  select
    coalesce(client_line, server_line) as id, route_id, client_line is null as is_server, is_idempotent,
    coalesce(client_began, server_began) as began, coalesce(client_ended, server_ended) as ended,
    coalesce(client_code, server_code) as code,
    case when attempt_count = 0 then 0 else 1 end as sends,
    case when server_outcome >= 3 then 1 else 0 end as delivered,
    case when server_outcome = 4 then 1 else 0 end as answered,
    server_line, coalesce(server_outcome, client_outcome) as outcome
  from call
  where is_plain
  union all
  -- a line without an id is a request of its own: nothing can be joined to it by id
  select
    line_id, route_id, is_server, is_idempotent, began, ended, code, 1,
    case when is_server and outcome >= 3 then 1 else 0 end,
    case when is_server and outcome = 4 then 1 else 0 end,
    case when is_server then line_id end, outcome
  from hop
  where id_hash is null
  union all
  select id, route_id, is_server, is_idempotent, began, ended, code, sends, delivered, answered, null, null
  from judged
)
select
  every.id, coalesce(every.route_id, server_route.route_id) as route_id, every.is_server, every.is_idempotent, every.began, every.ended,
  every.code, every.sends, every.delivered, every.answered, every.server_line, every.outcome, parent.parent
from every
left join parent on every.id = parent.id
left join server_route on every.id = server_route.line_id
