-- ---
-- id: request_fact
-- means: >-
--   One narrow row for each request; judged says more of those that are not plain, and the public view request adds what the line says. Where outcome is null, send_fact holds the sends.
-- reads: [call, hop, judged, server_route]
-- ---
select
  client_line as id, route_id, false as is_server, is_idempotent, client_began as began, client_ended as ended, client_code as code,
  case when attempt_count = 0 then 0 else 1 end as sends,
  case when server_outcome >= 3 then 1 else 0 end as delivered,
  case when server_outcome = 4 then 1 else 0 end as answered,
  server_line, server_began, coalesce(server_outcome, client_outcome) as outcome
from call
where is_plain and client_line is not null
union all
-- a request that only its server-side line tells of
select
  call.server_line, server_route.route_id, true, is_idempotent, server_began, server_ended, server_code, 1,
  case when server_outcome >= 3 then 1 else 0 end,
  case when server_outcome = 4 then 1 else 0 end,
  call.server_line, server_began, server_outcome
from call
join server_route on call.server_line = server_route.line_id
where is_plain and client_line is null
union all
-- a line without an id is a request of its own: nothing can be joined to it by id
select
  hop.line_id, coalesce(hop.route_id, server_route.route_id), is_server, is_idempotent, began, ended, code, 1,
  case when is_server and outcome >= 3 then 1 else 0 end,
  case when is_server and outcome = 4 then 1 else 0 end,
  case when is_server then hop.line_id end, case when is_server then began end, outcome
from hop
left join server_route on hop.line_id = server_route.line_id
where hop.id_hash is null
union all
select
  judged.id, coalesce(judged.route_id, server_route.route_id), is_server, is_idempotent, began, ended, code, sends, delivered, answered,
  null, null, null
from judged
left join server_route on judged.id = server_route.line_id
