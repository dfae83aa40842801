-- ---
-- id: parent
-- means: >-
--   For a request that an application made while it handled another: that other request, where the id was passed on.
-- reads: [hop, call, arrival]
-- ---
with
-- the send that an application was busy with, as its own proxy logged it
handling as (
  select id_hash, server_proxy as proxy_id, server_began as began, server_ended as ended, coalesce(client_line, server_line) as request
  from call
  where is_plain and server_line is not null
  union all
  select arrival.id_hash, arrival.proxy_id, arrival.began, arrival.ended, arrival.request_line
  from arrival
),
-- by slots of ten seconds, since one id in very many lines would else be joined with itself
slotted as (
  select id_hash, proxy_id, began, ended, request, began - mod(began, 10000) as slot
  from handling
  union all
  select id_hash, proxy_id, began, ended, request, first_slot + 10000 * later.nth
  from (select handling.*, began - mod(began, 10000) as first_slot, ended - mod(ended, 10000) as last_slot from handling) as spans
  cross join unnest(sequence(1, cast((last_slot - first_slot) / 1e4 as bigint))) as later(nth)
  where last_slot > first_slot and last_slot - first_slot <= 600000
)
select asked.line_id as id, max_by(slotted.request, slotted.began * 1000000 + slotted.request % 1000000) as parent
from hop as asked
join slotted
  on asked.id_hash = slotted.id_hash and asked.proxy_id = slotted.proxy_id and asked.began - mod(asked.began, 10000) = slotted.slot
  and asked.began >= slotted.began and asked.began <= slotted.ended
-- without an id, what an application did at a time does not tell for whom
where not asked.is_server and not asked.has_no_id and slotted.request <> asked.line_id
group by asked.line_id
