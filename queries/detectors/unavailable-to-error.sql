-- ---
-- id: unavailable-to-error
-- title: >-
--   An unavailable service turned into an error of another kind
-- means: >-
--   On one hop, a send that ended in 502, 503, 504 or without an answer was sent again and the later send was answered 500; or across hops, an application answered 500 because a call it made ended so.
-- not-when: >-
--   The application answers 500 for reasons of its own at the same moment; the link is by time and request id, not by what it thought.
-- do: >-
--   On one hop, do not send such requests again. Across hops, let the caller pass on 503 with Retry-After, or answer from what it has.
-- source: >-
--   https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter#x-envoy-retry-on
-- reads: [request_fact, parent, send_fact, route]
-- needs: [request_id]
-- params:
--   max_gap_ms: { type: INTEGER, unit: "ms", default: 100, min: 0, max: 60000, about: "Across hops, the failed call ended at most so long before the answer 500." }
-- columns:
--   route:      { type: VARCHAR,   about: "Route whose callers saw the 500." }
--   first_seen: { type: TIMESTAMP, unit: "UTC", about: "Start of the first such request." }
--   last_seen:  { type: TIMESTAMP, unit: "UTC", about: "End of the last such request." }
--   hits:       { type: BIGINT,    unit: "requests", about: "Requests that ended in 500 this way." }
--   requests:   { type: BIGINT,    unit: "requests", about: "All requests of the route." }
--   kind:       { type: VARCHAR,   about: "same hop or across hops." }
--   other_route: { type: VARCHAR,  about: "Across hops, the route of the call that failed; else null." }
--   summary:    { type: VARCHAR,   about: "The numbers in one sentence." }
--   why:        { type: VARCHAR,   about: "What came before the 500." }
--   remedy:     { type: VARCHAR,   about: "What to change." }
--   examples:   { type: "BIGINT[]", about: "The first such requests." }
-- severity:
--   - { level: critical, when: kind = 'same hop' }
--   - { level: warning }
-- ---
with
-- a later send was answered 500 although an earlier one had only been unavailable
same_hop as (
  select
    request_fact.route_id, cast(null as bigint) as other_route_id, request_fact.id, request_fact.began, request_fact.ended,
    min(case when send_fact.code in (0, 502, 503, 504) then send_fact.code end) as before_code
  from request_fact
  join send_fact on request_fact.id = send_fact.request
  where request_fact.code = 500 and send_fact.outcome >= 2 and not send_fact.is_client_line
  group by request_fact.route_id, request_fact.id, request_fact.began, request_fact.ended
  having count_if(send_fact.code in (0, 502, 503, 504)) > 0 and count_if(send_fact.code = 500 and send_fact.outcome = 4) > 0
),
-- the application answered 500 right after a call of its own had ended in an unavailable service
answering as (
  -- the send that was answered 500: what failed before an earlier send of the same request is not its cause
  select id, route_id, began, ended
  from request_fact
  where code = 500 and outcome is not null
  union all
  select send_fact.request, request_fact.route_id, send_fact.began, send_fact.ended
  from send_fact
  join request_fact on send_fact.request = request_fact.id
  where send_fact.code = 500 and send_fact.outcome = 4 and request_fact.code = 500
),
across as (
  select
    answering.route_id, called.route_id as other_route_id, answering.id, min(answering.began) as began,
    max(answering.ended) as ended, max(called.code) as before_code
  from answering
  join parent on answering.id = parent.parent
  join request_fact as called on parent.id = called.id
  cross join params
  where called.code in (0, 502, 503, 504) and called.began >= answering.began
    and called.ended between answering.ended - params.max_gap_ms and answering.ended + 5
  group by answering.route_id, called.route_id, answering.id
),
hurt as (
  select 'same hop' as kind, same_hop.* from same_hop
  union all
  select 'across hops', across.* from across
),
ranked as (
  select
    hurt.*,
    row_number() over (partition by kind, route_id, other_route_id order by began, id) as place
  from hurt
),
counted as (
  select
    kind, route_id, other_route_id, count(*) as hits, min(began) as first_ms, max(ended) as last_ms,
    max_by(before_code, place * -1) as before_code,
    array_agg(id order by place) filter (where place <= 3) as examples
  from ranked
  group by kind, route_id, other_route_id
)
select
  asked.method || ' ' || asked.route as route,
  date_add('millisecond', counted.first_ms, timestamp '1970-01-01 00:00:00.000000') as first_seen,
  date_add('millisecond', counted.last_ms, timestamp '1970-01-01 00:00:00.000000') as last_seen,
  counted.hits, asked.requests, counted.kind,
  other.method || ' ' || other.route as other_route,
  cast(counted.hits as varchar) || ' of ' || cast(asked.requests as varchar) || ' requests were answered 500 '
    || case counted.kind when 'same hop' then 'after an earlier send of the same request had been unavailable'
            else 'right after a call to ' || other.method || ' ' || other.route || ' had failed' end as summary,
  case counted.kind
    when 'same hop' then 'the first send ended ' || case counted.before_code when 0 then 'without an answer' else 'in ' || cast(counted.before_code as varchar) end
      || ' and was sent again; the later send met what the first had begun'
    else 'the application turned ' || case counted.before_code when 0 then 'a call without an answer' else 'the ' || cast(counted.before_code as varchar) || ' of its call' end
      || ' into a 500 of its own' end as why,
  case counted.kind
    when 'same hop' then 'do not send ' || asked.method || ' again once it was delivered: retryOn connect-failure,refused-stream'
    else 'let the application pass on 503 with Retry-After instead of 500, and look at the failing call first' end as remedy,
  counted.examples
from counted
join route as asked on counted.route_id = asked.route_id
left join route as other on counted.other_route_id = other.route_id
order by counted.hits desc, asked.route, asked.method, counted.kind, other.route, other.method, counted.route_id
