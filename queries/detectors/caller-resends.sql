-- ---
-- id: caller-resends
-- title: >-
--   Callers that send a failed request again themselves
-- means: >-
--   After a request had failed, the same caller sent the same call again as a new request, with the same request id or another. No retry policy of a proxy does that - an application, an SDK, a browser or a balancer in front does, and turning off retries in the mesh does not stop it.
-- not-when: >-
--   A person pressed the button again on purpose, or a caller happens to send two equal requests within seconds. With another id the link is by caller, call, size and time only.
-- do: >-
--   Let the caller send an idempotency key, and let it repeat only what may be repeated; find the layer by the address and user agent of the examples.
-- source: >-
--   https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/
-- reads: [judged, request_fact, parent, line, route]
-- needs: [request_id]
-- params:
--   min_resends: { type: INTEGER, unit: "requests", default: 3, min: 1, about: "So many on one route; one or two equal requests can be chance." }
--   max_gap_ms:  { type: INTEGER, unit: "ms", default: 60000, min: 0, about: "Later than this after the failure it is another request, whatever its id." }
--   max_chance:  { type: DOUBLE, unit: "requests", default: 0.1, min: 0, about: "A repetition with another id counts where fewer requests than this were to be expected on the route in the time between, by its traffic around that moment and on the whole; more is a busy route." }
-- columns:
--   route:        { type: VARCHAR,   about: "Method, authority and path, with the route's name where it has one." }
--   first_seen:   { type: TIMESTAMP, unit: "UTC", about: "Start of the first request that was sent again." }
--   last_seen:    { type: TIMESTAMP, unit: "UTC", about: "End of the last one that repeats another." }
--   hits:         { type: BIGINT,    unit: "requests", about: "Requests that repeat a failed one." }
--   requests:     { type: BIGINT,    unit: "requests", about: "All requests of the route." }
--   same_id:      { type: BIGINT,    unit: "requests", about: "Hits with the request id of the failed request." }
--   other_id:     { type: BIGINT,    unit: "requests", about: "Hits with another." }
--   unsure:       { type: BIGINT,    unit: "requests", about: "Requests that follow a failed one of the same caller with another id, but on a route so busy that it can be chance; not among the hits." }
--   handed_twice: { type: BIGINT,    unit: "requests", about: "Hits that may not be repeated where both requests surely or probably reached the application, the id being the same." }
--   may_be_twice: { type: BIGINT,    unit: "requests", about: "Other hits that may not be repeated where both may have reached it." }
--   succeeded:    { type: BIGINT,    unit: "requests", about: "Hits that succeeded." }
--   gap_ms:       { type: BIGINT,    unit: "ms", about: "From the end of the failed request to the start of the repetition, in the middle." }
--   callers:      { type: BIGINT,    unit: "callers", about: "Addresses and user agents that the repetitions came from." }
--   main_caller:  { type: VARCHAR,   about: "The address of most of them, and its user agent." }
--   ending:       { type: VARCHAR,   about: "How most of the failed requests ended." }
--   summary:      { type: VARCHAR,   about: "The numbers in one sentence." }
--   why:          { type: VARCHAR,   about: "Who repeats, after what, and how soon." }
--   remedy:       { type: VARCHAR,   about: "What to change." }
--   examples:     { type: "BIGINT[]", about: "The first repetitions, those that were handed over twice before others." }
-- severity:
--   - { level: critical, when: handed_twice > 0 }
--   - { level: warning, when: may_be_twice > 0 }
--   - { level: info }
-- ---
with
resend as (
  select
    judged.id, judged.resend_of, judged.route_id, judged.is_idempotent, judged.verdict, judged.code, judged.began, judged.ended,
    failed.code as failed_code, failed.began as failed_began, failed.ended as failed_ended
  from judged
  cross join params
  join request_fact as failed on judged.resend_of = failed.id
  -- calls of an application that ran again because its own request was sent again are no caller's doing
  left join parent on judged.id = parent.id
  left join judged as asked on parent.parent = asked.id and asked.sends > 1
  where judged.resend_of is not null and asked.id is null and judged.began - failed.ended <= params.max_gap_ms
),
-- other requests of the route that began in the tenths of a second around the end of the failed one
neighbour as (
  select resend.id, count(*) as requests
  from resend
  cross join (values (0), (1)) as before (slots)
  join request_fact
    on resend.route_id = request_fact.route_id and cast(floor(resend.failed_ended / 1e2) as bigint) - before.slots = cast(floor(request_fact.began / 1e2) as bigint)
  where request_fact.id <> resend.id and request_fact.id <> resend.resend_of
  group by resend.id
),
base as (
  select request_fact.route_id, count(*) as requests, max(request_fact.began) - min(request_fact.began) + 1 as span_ms
  from request_fact
  where request_fact.route_id in (select judged.route_id from judged where judged.resend_of is not null)
  group by request_fact.route_id
),
worded as (
  select
    resend.*, base.requests, base.span_ms, neighbour.requests as neighbours,
    -- tracing may have rewritten one character of the id (retry-semantics 4)
    coalesce(lower(substr(repetition.request_id, 1, 14) || substr(repetition.request_id, 16)) = lower(substr(first_try.request_id, 1, 14) || substr(first_try.request_id, 16)), false) as has_same_id,
    coalesce(repetition.x_forwarded_for, regexp_extract(repetition.downstream_remote_address, '^(.*):[0-9]+$', 1), 'unknown address')
      || coalesce(' (' || repetition.user_agent || ')', '') as caller,
    case
      when resend.failed_code = 0 then 'the caller had given up'
      when contains(first_try.response_flags, 'UT') then 'a timeout (' || cast(resend.failed_code as varchar) || ' UT)'
      when cardinality(first_try.response_flags) > 0 then cast(resend.failed_code as varchar) || ' ' || array_join(array_sort(first_try.response_flags), ',')
      when resend.failed_code < 400 then 'a gRPC error'
      else cast(resend.failed_code as varchar) end as ending
  from resend
  join line as repetition on resend.id = repetition.line_id
  join line as first_try on resend.resend_of = first_try.line_id
  join base on resend.route_id = base.route_id
  left join neighbour on resend.id = neighbour.id
),
-- with another id, a busy route has a request of the same kind at any moment: how many were to be expected in the gap
told as (
  select
    worded.route_id, worded.requests, worded.id, worded.failed_began, worded.ended, worded.began - worded.failed_ended as gap_ms, worded.has_same_id, worded.caller, worded.ending,
    worded.code between 200 and 399 as has_succeeded,
    not worded.is_idempotent and worded.verdict in ('confirmed', 'probable') as is_handed_twice,
    not worded.is_idempotent and worded.verdict = 'possible' as may_be_twice,
    case when worded.has_same_id
           or (worded.began - worded.failed_ended + 1) * greatest(coalesce(worded.neighbours, 0) / 2e2, 1e0 * worded.requests / worded.span_ms) <= params.max_chance
         then 1 else 0 end as sure
  from worded
  cross join params
),
ranked as (
  select
    told.*,
    row_number() over (partition by route_id, sure order by gap_ms, id) as nth_soonest,
    row_number() over (partition by route_id, sure order by case when is_handed_twice then 0 when may_be_twice then 1 else 2 end, failed_began, id) as place,
    row_number() over (partition by route_id, sure, caller order by id) as nth_of_caller,
    count(*) over (partition by route_id, sure) as hits,
    count(*) over (partition by route_id, sure, ending) as of_ending,
    count(*) over (partition by route_id, sure, caller) as of_caller
  from told
),
-- the most frequent ones, the first by name of equals
placed as (
  select
    ranked.*,
    row_number() over (partition by route_id, sure order by of_ending desc, ending, id) as ending_place,
    row_number() over (partition by route_id, sure order by of_caller desc, caller, id) as caller_place
  from ranked
),
counted as (
  select
    placed.route_id, max(placed.requests) as requests, sum(placed.sure) as hits, sum(1 - placed.sure) as unsure,
    min(case when placed.sure = 1 then placed.failed_began end) as first_ms, max(case when placed.sure = 1 then placed.ended end) as last_ms,
    sum(case when placed.has_same_id then placed.sure else 0 end) as same_id,
    sum(case when placed.is_handed_twice and placed.has_same_id then placed.sure else 0 end) as handed_twice,
    sum(case when placed.may_be_twice or (placed.is_handed_twice and not placed.has_same_id) then placed.sure else 0 end) as may_be_twice,
    sum(case when placed.has_succeeded then placed.sure else 0 end) as succeeded,
    sum(case when placed.nth_of_caller = 1 then placed.sure else 0 end) as callers,
    max(case when placed.sure = 1 and placed.nth_soonest = cast(floor((placed.hits + 1) / 2e0) as bigint) then placed.gap_ms end) as gap_ms,
    max(case when placed.sure = 1 and placed.ending_place = 1 then placed.ending end) as ending,
    max(case when placed.sure = 1 and placed.caller_place = 1 then placed.caller end) as caller,
    array_agg(placed.id order by placed.place) filter (where placed.sure = 1 and placed.place <= 3) as examples
  from placed
  cross join params
  group by placed.route_id, params.min_resends
  having sum(placed.sure) >= params.min_resends
)
select
  asked.method || ' ' || asked.route as route,
  date_add('millisecond', counted.first_ms, timestamp '1970-01-01 00:00:00.000000') as first_seen,
  date_add('millisecond', counted.last_ms, timestamp '1970-01-01 00:00:00.000000') as last_seen,
  cast(counted.hits as bigint) as hits, counted.requests, cast(counted.same_id as bigint) as same_id, cast(counted.hits - counted.same_id as bigint) as other_id,
  cast(counted.unsure as bigint) as unsure, cast(counted.handed_twice as bigint) as handed_twice, cast(counted.may_be_twice as bigint) as may_be_twice, cast(counted.succeeded as bigint) as succeeded,
  counted.gap_ms, cast(counted.callers as bigint) as callers, counted.caller as main_caller, counted.ending,
  cast(cast(counted.hits as bigint) as varchar) || ' of ' || cast(counted.requests as varchar) || ' requests repeat one that had failed'
    || case when counted.handed_twice > 0 then '; the application had got both in ' || cast(cast(counted.handed_twice as bigint) as varchar)
            when counted.may_be_twice > 0 then '; the application may have got both in ' || cast(cast(counted.may_be_twice as bigint) as varchar)
            else '; no application got what may not be repeated twice by that' end as summary,
  'the caller ' || counted.caller || case when counted.callers > 1 then ' and ' || cast(cast(counted.callers - 1 as bigint) as varchar) || ' more' else '' end
    || ' sent again ' || cast(counted.gap_ms as varchar) || ' ms (in the middle) after ' || counted.ending
    || case when counted.same_id = counted.hits then ', with the same request id'
            when counted.same_id = 0 then ', with a new request id'
            else ', in ' || cast(cast(counted.same_id as bigint) as varchar) || ' cases with the same request id' end as why,
  case when counted.handed_twice + counted.may_be_twice > 0
       then 'let the caller send an idempotency key with ' || asked.method || ' and look it up before acting; the retries of proxies are not what repeats here'
       else 'nothing is at risk; count these among the retries of the layers below' end as remedy,
  counted.examples
from counted
join route as asked on counted.route_id = asked.route_id
order by counted.hits desc, asked.route, asked.method, counted.route_id
