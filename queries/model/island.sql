-- ---
-- id: island
-- means: >-
--   The tangled lines in islands: client-side lines of one call that overlap, with the server-side lines that begin inside them.
-- reads: [tangled, clock_error]
-- ---
with
opened as (
  select
    tangled.*,
    -- the end of the latest client-side line that began before this line
    max(case when not is_server then ended end) over earlier as open_until,
    -- the number of client-side lines so far; the last of them is this line's nearest parent
    count(case when not is_server then 1 end) over so_far as nth_client,
    -- the server-side line that was answered and encloses this one: what begins and ends inside it is a call that the
    -- application made meanwhile, no send beside it
    max(case when is_server and outcome = 4 then ended end) over earlier as enclosed_until,
    max_by(began, case when is_server and outcome = 4 then ended end) over earlier as enclosed_from,
    -- how far times may be wrong: clocks that drift, and times of whole seconds
    case when bool_or(is_coarse) over calls then 1000 else clock_error.error_ms end as error_ms,
    -- the last send before a route timeout can begin a millisecond after the proxy gave up; with one request there is no other to take it from
    case when count(case when not is_server then 1 end) over calls = 1 then 3 else 0 end as late_ms
  from tangled
  cross join clock_error
  -- one order for all of them, since each costs a sort
  window
    calls as (partition by id_hash, call_hash order by began, is_server, ended desc, line_id rows between unbounded preceding and unbounded following),
    earlier as (partition by id_hash, call_hash order by began, is_server, ended desc, line_id rows between unbounded preceding and 1 preceding),
    so_far as (partition by id_hash, call_hash order by began, is_server, ended desc, line_id rows unbounded preceding)
),
grouped as (
  select
    opened.*,
    greatest(error_ms, late_ms) as slack_ms,
    is_server and coalesce(began <= open_until + greatest(error_ms, late_ms), false) as is_inside,
    -- a hedged send that lost is cut off when the other answers: it is a send, though it lies inside
    -- and so is one that failed in the millisecond in which the next began
    is_server and coalesce(
      ended <= enclosed_until and began > enclosed_from and not (code = 0 and enclosed_until - ended <= 25), false
    ) as is_enclosed,
    count(case when not is_server and coalesce(began > open_until + error_ms, true) then 1 end) over (
      partition by id_hash, call_hash order by began, is_server, ended desc, line_id rows unbounded preceding
    ) as island
  from opened
)
select
  line_id, proxy_id, is_server, id_hash, call_hash, began, ended, code, is_idempotent, has_host, attempt_count, attempt_ordinal,
  outcome, is_weak, is_upstream, has_no_id, route_id, has_failed, is_resent, host, peer, own_address, idempotency_key, bytes, caller, service, nth_client, slack_ms, error_ms, is_inside, is_enclosed, enclosed_from, island,
  count(case when not is_server then 1 end) over (partition by id_hash, call_hash, island) as clients
from grouped
