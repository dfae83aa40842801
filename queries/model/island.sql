-- ---
-- id: island
-- means: >-
--   The tangled lines in islands: client-side lines of one call that overlap, with the server-side lines that begin inside them.
-- reads: [tangled]
-- ---
with
opened as (
  select
    tangled.*,
    -- the end of the latest client-side line that began before this line
    max(case when not is_server then ended end) over earlier as open_until,
    -- the number of client-side lines so far; the last of them is this line's nearest parent
    count(case when not is_server then 1 end) over so_far as nth_client,
    -- the last send before a route timeout can begin a millisecond after the proxy gave up; with one request there is no other to take it from
    case when count(case when not is_server then 1 end) over (partition by id_hash, call_hash) = 1 then 3 else 0 end as slack_ms
  from tangled
  window
    earlier as (partition by id_hash, call_hash order by began, is_server, line_id rows between unbounded preceding and 1 preceding),
    so_far as (partition by id_hash, call_hash order by began, is_server, line_id rows unbounded preceding)
),
grouped as (
  select
    opened.*,
    is_server and coalesce(began <= open_until + slack_ms, false) as is_inside,
    sum(case when not is_server and coalesce(began > open_until, true) then 1 else 0 end) over (
      partition by id_hash, call_hash order by began, is_server, line_id rows unbounded preceding
    ) as island
  from opened
)
select
  line_id, proxy_id, is_server, id_hash, call_hash, began, ended, code, is_idempotent, has_host, attempt_count, attempt_ordinal,
  outcome, is_weak, is_upstream, route_id, has_failed, is_resent, host, peer, own_address, bytes, caller, service, nth_client, slack_ms, is_inside, island,
  count(case when not is_server then 1 end) over (partition by id_hash, call_hash, island) as clients
from grouped
