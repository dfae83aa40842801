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
-- reads: [judged, request_fact, parent, line, origin, route]
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
),
called_below as (
  select called.root, parent.id
  from called
  join parent on called.id = parent.parent
),
called_far_below as (
  select called_below.root, parent.id
  from called_below
  join parent on called_below.id = parent.parent
),
descendant as (
  select root, id from called
  union all
  select root, id from called_below
  union all
  select root, id from called_far_below
),
-- the calls of outermost requests only: those inside others are counted there
inner_call as (
  select descendant.root, descendant.id
  from descendant
  left join (select distinct descendant.id from descendant) as inner_one on descendant.root = inner_one.id
  where inner_one.id is null
),
product as (
  select
    inner_call.root, request_fact.route_id, count(*) as requests, sum(request_fact.sends) as sends,
    max_by(request_fact.id, request_fact.sends * 1e12 - mod(request_fact.id, 1000000000000)) as worst_id, max(request_fact.sends) as most_sends,
    count_if(not request_fact.is_idempotent and request_fact.delivered >= 2) as handed_twice
  from inner_call
  join request_fact on inner_call.id = request_fact.id
  group by inner_call.root, request_fact.route_id
  having max(request_fact.sends) > 1
),
ranked as (
  select
    outermost.route_id as outer_route, product.route_id as inner_route, product.root, product.requests, product.sends, product.worst_id, product.most_sends, product.handed_twice,
    resent.sends as outer_sends, resent.began, resent.ended,
    row_number() over (partition by outermost.route_id, product.route_id order by product.sends desc, resent.began, product.root) as place
  from product
  join resent on product.root = resent.id
  join request_fact as outermost on product.root = outermost.id
),
counted as (
  select
    outer_route, inner_route, count(*) as hits, min(began) as first_ms, max(ended) as last_ms, max(sends) as worst, sum(sends) as sends,
    sum(handed_twice) as handed_twice,
    max(case when place = 1 then outer_sends end) as outer_sends, max(case when place = 1 then requests end) as inner_requests,
    max(case when place = 1 then root end) as worst_root, max(case when place = 1 then worst_id end) as worst_inner,
    max(case when place = 1 then most_sends end) as most_sends,
    array_agg(root order by place) filter (where place <= 3) as examples
  from ranked
  group by outer_route, inner_route
),
-- the requests between the two in the worst case; no one reads more than so many pairs, and few are joined to the lines the cheap way round
chained as (
  select
    counted.*,
    case when nearer.parent <> counted.worst_root then nearer.parent end as below_id,
    case when nearer.parent <> counted.worst_root and farther.parent <> counted.worst_root then farther.parent end as above_id
  from counted
  cross join params
  join parent as nearer on counted.worst_inner = nearer.id
  left join parent as farther on nearer.parent = farther.id
  where counted.hits >= params.min_requests and counted.worst >= params.min_worst
  order by counted.hits desc, counted.outer_route, counted.inner_route
  limit 500
),
placed as (
  select line.line_id, origin.proxy
  from line
  join origin on line.origin_id = origin.origin_id
  where line.line_id in (
    select chained.worst_root from chained
    union all
    select chained.worst_inner from chained
    union all
    select chained.below_id from chained
    union all
    select chained.above_id from chained
  )
)
select
  outer_text.method || ' ' || outer_text.route as route,
  date_add('millisecond', chained.first_ms, timestamp '1970-01-01 00:00:00.000000') as first_seen,
  date_add('millisecond', chained.last_ms, timestamp '1970-01-01 00:00:00.000000') as last_seen,
  chained.hits, inner_text.method || ' ' || inner_text.route as inner_route,
  cast(chained.worst as bigint) as worst, round(1e0 * chained.sends / chained.hits, 2) as mean, cast(chained.outer_sends as bigint) as outer_sends,
  chained.inner_requests, cast(chained.handed_twice as bigint) as handed_twice,
  outer_place.proxy || ' (' || cast(chained.outer_sends as varchar) || ' sends) > ' || coalesce(above_place.proxy || ' > ', '') || coalesce(below_place.proxy || ' > ', '') || inner_place.proxy || ' (' || cast(chained.most_sends as varchar) || ' sends each)' as layers,
  cast(chained.hits as varchar) || ' requests were sent again by two layers: up to ' || cast(chained.worst as varchar) || ' sends of '
    || inner_text.method || ' ' || inner_text.route || ' for one request' as summary,
  outer_place.proxy || ' sent the request ' || cast(chained.outer_sends as varchar) || ' times, and for each of them ' || inner_place.proxy
    || ' sent the call inside up to ' || cast(chained.most_sends as varchar) || ' times' as why,
  'turn off retries (attempts: 0) on ' || outer_text.route || ', and leave them on ' || inner_text.route || ', which is nearer to what fails' as remedy,
  chained.examples
from chained
join route as outer_text on chained.outer_route = outer_text.route_id
join route as inner_text on chained.inner_route = inner_text.route_id
join placed as outer_place on chained.worst_root = outer_place.line_id
join placed as inner_place on chained.worst_inner = inner_place.line_id
left join placed as below_place on chained.below_id = below_place.line_id
left join placed as above_place on chained.above_id = above_place.line_id
order by chained.hits desc, outer_text.route, outer_text.method, inner_text.route, inner_text.method, chained.outer_route, chained.inner_route
