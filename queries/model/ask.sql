-- ---
-- id: ask
-- means: >-
--   Every tangled request as the side that asked saw it: the client-side line or, where that was not logged, the last of its server-side lines; with the request of the same call before it.
-- reads: [island, arrival, evidence, crowd, endpoint, resend]
-- ---
with
-- services whose every known address has a proxy that logs: a send without a line there did not arrive
covered as (
  select service
  from endpoint
  where service is not null
  group by service
  having min(case when is_logged then 1 else 0 end) = 1
),
asked as (
  select
    island.line_id, false as is_server, island.id_hash, island.call_hash, island.proxy_id, island.began, island.ended,
    island.code, island.route_id, island.has_no_id, island.is_idempotent, island.has_failed, island.is_resent, island.attempt_count, island.outcome, island.clients, island.bytes,
    island.caller, coalesce(crowd.surplus, 1) as surplus, covered.service is not null as is_covered
  from island
  left join crowd on island.id_hash = crowd.id_hash and island.call_hash = crowd.call_hash and island.island = crowd.island
  left join covered on island.service = covered.service
  where not island.is_server
  union all
  select
    island.line_id, true, island.id_hash, island.call_hash, island.proxy_id, island.began, island.ended, island.code,
    island.route_id, island.has_no_id, island.is_idempotent,
    island.has_failed, false, cast(null as integer), island.outcome, 1, island.bytes, cast(null as varchar), 1, true
  from island
  join arrival on island.line_id = arrival.line_id
  where arrival.request_line = arrival.line_id and not arrival.has_client
),
known as (
  select
    asked.line_id, asked.is_server, asked.id_hash, asked.call_hash, asked.proxy_id, asked.code, asked.is_idempotent, asked.has_failed,
    asked.is_resent, asked.attempt_count, asked.outcome, asked.clients, asked.bytes, asked.caller, asked.surplus,
    -- a send that may have got as far has a line; where there is none at all, the log of that time or under that path is missing
    asked.is_covered and (asked.outcome <= 1 or evidence.request_line is not null) as is_covered,
    asked.route_id, asked.has_no_id,
    case when asked.is_server then coalesce(evidence.began, asked.began) else asked.began end as began,
    case when asked.is_server then coalesce(evidence.ended, asked.ended) else asked.ended end as ended,
    coalesce(evidence.is_upstream, false) as is_upstream, coalesce(evidence.arrivals, 0) as arrivals, coalesce(evidence.handed, 0) as handed,
    coalesce(evidence.surely_handed, 0) as surely_handed, coalesce(evidence.answered, 0) as answered,
    coalesce(evidence.unclear, 0) as unclear, coalesce(evidence.succeeded, 0) as succeeded,
    coalesce(evidence.ordinals, 0) as ordinals, coalesce(evidence.with_ordinal, 0) as with_ordinal,
    coalesce(evidence.met_conflict, false) as met_conflict, coalesce(evidence.has_one_key, false) as has_one_key,
    coalesce(evidence.is_again_after_success, false) as is_again_after_success, coalesce(evidence.failed_later, false) as failed_later,
    coalesce(evidence.is_more_than_twins, false) as is_more_than_twins,
    evidence.story
  from asked
  left join evidence on asked.line_id = evidence.request_line
)
select
  known.*,
  resend.line_before as other_id_before,
  lag(known.line_id) over calls as line_before,
  coalesce(
    lag(has_failed) over calls and lag(is_server) over calls = is_server and began >= lag(ended) over calls
    and lag(bytes) over calls = bytes and lag(proxy_id) over calls = proxy_id and not has_no_id
    -- an id that comes back for hours or in very many calls was chosen by a client and joins nothing (retry-semantics 4)
    and count(*) over same_id <= 100 and max(began) over same_id - min(began) over same_id <= 3600000, false) as is_after_failure,
  coalesce(lag(handed) over calls, 0) as handed_before,
  coalesce(lag(arrivals) over calls, 0) as arrivals_before,
  coalesce(lag(outcome) over calls, 1) as outcome_before
from known
left join resend on known.line_id = resend.line_id
window
  calls as (partition by id_hash, call_hash order by began, known.line_id),
  same_id as (partition by id_hash, call_hash)
