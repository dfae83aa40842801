-- ---
-- id: arrival
-- means: >-
--   Every tangled server-side line with the request it is a send of, in order: the line of the client side or, where that was not logged, the last of the server-side lines that are one request.
-- reads: [island, pair]
-- ---
with
orphan as (
  select
    island.line_id, island.id_hash, island.call_hash, island.service, island.began, island.ended, island.has_failed,
    island.attempt_ordinal,
    lag(island.ended) over calls as last_ended,
    lag(island.has_failed) over calls as last_failed,
    lag(island.attempt_ordinal) over calls as last_ordinal,
    island.code, lag(island.code) over calls as last_code
  from island
  left join pair on island.line_id = pair.line_id
  where island.is_server and pair.line_id is null
  window calls as (
    partition by island.id_hash, island.call_hash, island.service order by island.began, island.attempt_ordinal, island.line_id
  )
),
-- a send follows a failed one within the back-off (at most 250 ms by default, retry-semantics 1.2), or by its ordinal
begun as (
  select
    orphan.*,
    sum(case
      when attempt_ordinal > 1 and attempt_ordinal > last_ordinal then 0
      when attempt_ordinal = 1 then 1
      -- a hedged send overlaps the first, and the loser is cut off when the winner answers
      when began < last_ended and (code = 0 or last_code = 0) and ended - last_ended between -25 and 25 then 0
      when coalesce(last_failed, false) and began - last_ended between -20 and 300 then 0
      else 1
    end) over (
      partition by id_hash, call_hash, service order by began, attempt_ordinal, line_id rows unbounded preceding
    ) as nth_request
  from orphan
),
owned as (
  select line_id, client_line as request_line, true as has_client, is_doubtful from pair
  union all
  select
    line_id,
    last_value(line_id) over (
      partition by id_hash, call_hash, service, nth_request order by began, attempt_ordinal, line_id
      rows between unbounded preceding and unbounded following
    ),
    false, false
  from begun
)
select
  owned.line_id, owned.request_line, owned.has_client, island.began, island.ended, island.code, island.outcome,
  island.is_weak or owned.is_doubtful as is_weak, island.is_upstream, island.idempotency_key, island.attempt_ordinal, island.host, island.peer, island.proxy_id, island.id_hash, island.call_hash,
  island.island, island.service, island.has_failed,
  row_number() over sends as nth,
  -- both begun at once and answered well: no proxy sends again what has not failed, and none hedges so soon
  coalesce(
    island.outcome = 4 and lag(island.outcome) over sends = 4 and not island.has_failed and not lag(island.has_failed) over sends
    and island.began - lag(island.began) over sends < 10, false
  ) as is_twin,
  count(case when island.outcome >= 3 and not island.has_failed then 1 end) over (
    partition by owned.request_line order by island.began, island.attempt_ordinal, island.line_id
    rows between unbounded preceding and 1 preceding
  ) as well_before,
  count(case when island.outcome >= 3 then 1 end) over (
    partition by owned.request_line order by island.began, island.attempt_ordinal, island.line_id
    rows between unbounded preceding and 1 preceding
  ) as handed_before
from owned
join island on owned.line_id = island.line_id
window sends as (partition by owned.request_line order by island.began, island.attempt_ordinal, island.line_id)
