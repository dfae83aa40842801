-- ---
-- id: pair
-- means: >-
--   The client-side line that each server-side line of an island is a send of.
-- reads: [island]
-- ---
with
-- every client-side line that the server-side line begins in; in an island of very many, only the last that began
candidate as (
  select
    server.line_id, client.line_id as client_line, client.began as client_began,
    case when server.peer = client.peer then 0 else 1 end as other_connection,
    case when server.is_enclosed and client.began < server.enclosed_from then 1 else 0 end as made_meanwhile,
    case when regexp_extract(server.host, '^(.*):[0-9]+$', 1) = regexp_extract(client.host, '^(.*):[0-9]+$', 1) then 0 else 1 end as other_host,
    case when server.outcome = 4 and server.ended > client.ended + 2 then 1 else 0 end as outlasts,
    0 as is_late
  from island as server
  join island as client
    on server.id_hash = client.id_hash and server.call_hash = client.call_hash and server.island = client.island
  where server.is_server and server.is_inside and not client.is_server and server.clients <= 50
    and client.began <= server.began + server.error_ms and server.began <= client.ended + server.slack_ms
    and coalesce(server.own_address <> client.own_address, true)
    and coalesce(server.service = client.service, true)
    -- without an id the caller's address must be the same, as x-forwarded-for or the connection shows it
    and (not server.has_no_id or regexp_extract(server.peer, '^(.*):[0-9]+$', 1)
      in (client.own_address, regexp_extract(client.caller, '^(.*):[0-9]+$', 1)))
    and (not server.is_enclosed or server.clients > 1 or client.began >= server.enclosed_from)
  union all
  select
    server.line_id, client.line_id, client.began,
    case when server.peer = client.peer then 0 else 1 end,
    case when server.is_enclosed and client.began < server.enclosed_from then 1 else 0 end,
    case when regexp_extract(server.host, '^(.*):[0-9]+$', 1) = regexp_extract(client.host, '^(.*):[0-9]+$', 1) then 0 else 1 end,
    case when server.outcome = 4 and server.ended > client.ended + 2 then 1 else 0 end,
    0
  from island as server
  join island as client
    on server.id_hash = client.id_hash and server.call_hash = client.call_hash and server.island = client.island
    and server.nth_client = client.nth_client
  where server.is_server and server.is_inside and not client.is_server and server.clients > 50
    and coalesce(server.own_address <> client.own_address, true)
    and coalesce(server.service = client.service, true)
    -- without an id the caller's address must be the same, as x-forwarded-for or the connection shows it
    and (not server.has_no_id or regexp_extract(server.peer, '^(.*):[0-9]+$', 1)
      in (client.own_address, regexp_extract(client.caller, '^(.*):[0-9]+$', 1)))
    and (not server.is_enclosed or server.clients > 1 or client.began >= server.enclosed_from)
),
-- a send whose own line tells of a later moment than that of its beginning, as on a proxy that got no processor for a while,
-- can lie inside the next request: where it came over the connection that its request used last, and nothing else of that
-- request did, it is that request's
late as (
  select
    server.line_id, client.line_id as client_line, client.began as client_began, 0 as other_connection, 0 as made_meanwhile,
    0 as other_host, 0 as outlasts, 1 as is_late
  from island as server
  join island as client
    on server.id_hash = client.id_hash and server.call_hash = client.call_hash and server.peer = client.peer
    and client.nth_client between server.nth_client - 1 and server.nth_client
  left join (select distinct client_line from candidate where other_connection = 0) as served
    on client.line_id = served.client_line
  where served.client_line is null and server.is_server and not client.is_server
    and server.began > client.ended + server.slack_ms and server.began <= client.ended + 1000
),
ranked as (
  select
    line_id, client_line, is_late, max(is_late) over (partition by line_id) as may_be_late,
    row_number() over (
      partition by line_id
      order by other_connection, is_late, made_meanwhile, outlasts, other_host, client_began desc, client_line
    ) as place
  from (select candidate.* from candidate union all select late.* from late) as every
)
-- where one connection carried both requests, it may be either's
select line_id, client_line, is_late < may_be_late as is_doubtful
from ranked
where place = 1
