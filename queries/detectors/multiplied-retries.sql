-- ---
-- id: multiplied-retries
-- title: >-
--   Layers that retry above one another
-- means: >-
--   While an application handled a request that its proxy or a gateway had sent to it several times, it called another service, and that call was sent several times too. Each layer multiplies the sends of the one below.
-- not-when: >-
--   The application passes no request id on; then the layers cannot be tied together and this finds nothing.
-- do: >-
--   Retry at one layer only, right above the one that fails, and turn retries off at the others (attempts 0).
-- source: >-
--   https://sre.google/sre-book/addressing-cascading-failures/ (retries at several levels multiply)
-- reads: [judged, parent, request_fact, route, line, origin]
-- needs: [request_id]
-- params:
--   min_requests: { type: INTEGER, unit: "requests", default: 3, min: 1, about: "So many outer requests on which both layers retried; one or two can be chance." }
--   min_worst:    { type: INTEGER, unit: "sends", default: 4, min: 2, about: "And so many sends at the inner layer for one of them - twice two; the default policy of two layers allows nine." }
-- columns:
--   route:        { type: VARCHAR,   about: "Route of the outermost request that was sent again." }
--   first_seen:   { type: TIMESTAMP, unit: "UTC", about: "Start of the first such request." }
--   last_seen:    { type: TIMESTAMP, unit: "UTC", about: "End of the last one." }
--   hits:         { type: BIGINT,    unit: "requests", about: "Outer requests on which both layers retried." }
--   inner_route:  { type: VARCHAR,   about: "Route of the innermost calls that were sent again because of them." }
--   worst:        { type: BIGINT,    unit: "sends", about: "Most sends at the inner route for one outer request." }
--   mean:         { type: DOUBLE,    unit: "sends per request", about: "Sends at the inner route per hit." }
--   outer_sends:  { type: BIGINT,    unit: "sends", about: "Sends of the outer request in the worst case." }
--   inner_requests: { type: BIGINT,  unit: "requests", about: "Calls of the inner route in the worst case." }
--   handed_twice: { type: BIGINT,    unit: "requests", about: "Inner calls of a method that may not be repeated that reached their application more than once." }
--   layers:       { type: VARCHAR,   about: "The proxies of the worst case, outermost first, with the sends of each." }
--   summary:      { type: VARCHAR,   about: "The numbers in one sentence." }
--   why:          { type: VARCHAR,   about: "Which layers retried." }
--   remedy:       { type: VARCHAR,   about: "What to change." }
--   examples:     { type: "BIGINT[]", about: "Outer requests with most sends at the inner route." }
-- severity:
--   - { level: critical, when: handed_twice > 0 }
--   - { level: warning }
-- ---
with
resent as (
  select id, sends, began, ended
  from judged
  where sends > 1
),
-- what was called, directly or through one or two others, while such a request was handled
called as (
  select resent.id as root, parent.id
  from resent
  join parent on resent.id = parent.parent
  union all
  select resent.id, lower_one.id
  from resent
  join parent on resent.id = parent.parent
  join parent as lower_one on parent.id = lower_one.parent
  union all
  select resent.id, lowest.id
  from resent
  join parent on resent.id = parent.parent
  join parent as lower_one on parent.id = lower_one.parent
  join parent as lowest on lower_one.id = lowest.parent
),
-- the calls of outermost requests only: those inside others are counted there
inner_call as (
  select called.root, called.id, resent.sends, resent.began, resent.ended
  from called
  join resent on called.root = resent.id
  left join (select distinct called.id from called) as inside on called.root = inside.id
  where inside.id is null
),
product as (
  select
    inner_call.root, request_fact.route_id, max(inner_call.sends) as outer_sends, max(inner_call.began) as began, max(inner_call.ended) as ended,
    count(*) as requests, sum(request_fact.sends) as sends, max(request_fact.sends) as most_sends,
    max_by(request_fact.id, request_fact.sends * 1e12 - mod(request_fact.id, 1000000000000)) as worst_id,
    sum(case when not request_fact.is_idempotent and request_fact.delivered >= 2 then 1 else 0 end) as handed_twice
  from inner_call
  join request_fact on inner_call.id = request_fact.id
  group by inner_call.root, request_fact.route_id
  having max(request_fact.sends) > 1
),
ranked as (
  select
    product.*, request_fact.route_id as outer_route,
    row_number() over (partition by request_fact.route_id, product.route_id order by product.sends desc, product.began, product.root) as place
  from product
  join request_fact on product.root = request_fact.id
),
-- no one reads more than so many pairs of routes, and few are joined to the lines the cheap way round
counted as (
  select
    ranked.outer_route, ranked.route_id as inner_route, count(*) as hits, min(ranked.began) as first_ms, max(ranked.ended) as last_ms,
    max(ranked.sends) as worst, sum(ranked.sends) as sends, sum(ranked.handed_twice) as handed_twice,
    max(case when ranked.place = 1 then ranked.outer_sends end) as outer_sends, max(case when ranked.place = 1 then ranked.requests end) as inner_requests,
    max(case when ranked.place = 1 then ranked.root end) as worst_root, max(case when ranked.place = 1 then ranked.worst_id end) as worst_inner,
    max(case when ranked.place = 1 then ranked.most_sends end) as most_sends,
    array_agg(ranked.root order by ranked.place) filter (where ranked.place <= 3) as examples
  from ranked
  cross join params
  group by ranked.outer_route, ranked.route_id, params.min_requests, params.min_worst
  having count(*) >= params.min_requests and max(ranked.sends) >= params.min_worst
  order by count(*) desc, ranked.outer_route, ranked.route_id
  limit 500
)
select
  outer_text.method || ' ' || outer_text.route as route,
  date_add('millisecond', counted.first_ms, timestamp '1970-01-01 00:00:00.000000') as first_seen,
  date_add('millisecond', counted.last_ms, timestamp '1970-01-01 00:00:00.000000') as last_seen,
  counted.hits, inner_text.method || ' ' || inner_text.route as inner_route,
  cast(counted.worst as bigint) as worst, round(1e0 * counted.sends / counted.hits, 2) as mean, cast(counted.outer_sends as bigint) as outer_sends,
  counted.inner_requests, cast(counted.handed_twice as bigint) as handed_twice,
  outer_place.proxy || ' (' || cast(counted.outer_sends as varchar) || ' sends) > ' || case when nearer.parent = counted.worst_root then '' else 'others > ' end
    || inner_place.proxy || ' (' || cast(counted.most_sends as varchar) || ' sends each)' as layers,
  cast(counted.hits as varchar) || ' requests were sent again by two layers: up to ' || cast(cast(counted.worst as bigint) as varchar) || ' sends of '
    || inner_text.method || ' ' || inner_text.route || ' for one request' as summary,
  outer_place.proxy || ' sent the request ' || cast(counted.outer_sends as varchar) || ' times, and for each of them ' || inner_place.proxy
    || ' sent the call inside up to ' || cast(counted.most_sends as varchar) || ' times' as why,
  'turn off retries (attempts: 0) on ' || outer_text.route || ', and leave them on ' || inner_text.route || ', which is nearer to what fails' as remedy,
  counted.examples
from counted
join route as outer_text on counted.outer_route = outer_text.route_id
join route as inner_text on counted.inner_route = inner_text.route_id
join parent as nearer on counted.worst_inner = nearer.id
join line as outer_line on counted.worst_root = outer_line.line_id
join origin as outer_place on outer_line.origin_id = outer_place.origin_id
join line as inner_line on counted.worst_inner = inner_line.line_id
join origin as inner_place on inner_line.origin_id = inner_place.origin_id
order by counted.hits desc, outer_text.route, outer_text.method, inner_text.route, inner_text.method, counted.outer_route, counted.inner_route
