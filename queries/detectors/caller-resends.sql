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
-- calls of an application that ran again because its own request was sent again: no caller's doing
rerun as (
  select parent.id
  from parent
  join judged on parent.parent = judged.id
  where judged.sends > 1
),
resend as (
  select
    judged.id, judged.resend_of, judged.route_id, judged.is_idempotent, judged.verdict, judged.code, judged.began, judged.ended,
    failed.code as failed_code, failed.began as failed_began, failed.ended as failed_ended
  from judged
  cross join params
  join request_fact as failed on judged.resend_of = failed.id
  left join rerun on judged.id = rerun.id
  where judged.resend_of is not null and rerun.id is null and judged.began - failed.ended <= params.max_gap_ms
),
worded as (
  select
    line.line_id, line.request_id, line.response_flags as flags, line.user_agent,
    coalesce(line.x_forwarded_for, regexp_extract(line.downstream_remote_address, '^(.*):[0-9]+$', 1)) as address
  from line
  join (
    select id as line_id from resend
    union
    select resend_of from resend
  ) as wanted on line.line_id = wanted.line_id
),
paired as (
  select
    resend.*, repetition.address, repetition.user_agent, first_try.flags,
    -- tracing may have rewritten one character of the id (retry-semantics 4)
    coalesce(lower(substr(repetition.request_id, 1, 14) || substr(repetition.request_id, 16)) = lower(substr(first_try.request_id, 1, 14) || substr(first_try.request_id, 16)), false) as has_same_id
  from resend
  join worded as repetition on resend.id = repetition.line_id
  join worded as first_try on resend.resend_of = first_try.line_id
),
base as (
  select request_fact.route_id, count(*) as requests, max(request_fact.began) - min(request_fact.began) + 1 as span_ms
  from request_fact
  where request_fact.route_id in (select resend.route_id from resend)
  group by request_fact.route_id
),
-- other requests of the route that began in the tenths of a second around the end of the failed one
neighbour as (
  select near.id, count(*) as requests
  from (
    select id, resend_of, route_id, cast(floor(failed_ended / 1e2) as bigint) as slot
    from paired
    where not has_same_id
    union all
    select id, resend_of, route_id, cast(floor(failed_ended / 1e2) as bigint) - 1
    from paired
    where not has_same_id
  ) as near
  join request_fact on near.route_id = request_fact.route_id and near.slot = cast(floor(request_fact.began / 1e2) as bigint)
  where request_fact.id <> near.id and request_fact.id <> near.resend_of
  group by near.id
),
-- with another id, a busy route has a request of the same kind at any moment: how many were to be expected in the gap
told as (
  select
    paired.route_id, paired.id, paired.failed_began, paired.ended, paired.began - paired.failed_ended as gap_ms, paired.has_same_id,
    paired.code between 200 and 399 as has_succeeded,
    not paired.is_idempotent and paired.verdict in ('confirmed', 'probable') as is_handed_twice,
    not paired.is_idempotent and paired.verdict = 'possible' as may_be_twice,
    coalesce(paired.address, 'unknown address') || coalesce(' (' || paired.user_agent || ')', '') as caller,
    case
      when paired.failed_code = 0 then 'the caller had given up'
      when contains(paired.flags, 'UT') then 'a timeout (' || cast(paired.failed_code as varchar) || ' UT)'
      when cardinality(paired.flags) > 0 then cast(paired.failed_code as varchar) || ' ' || array_join(array_sort(paired.flags), ',')
      when paired.failed_code < 400 then 'a gRPC error'
      else cast(paired.failed_code as varchar) end as ending,
    paired.has_same_id
      or (paired.began - paired.failed_ended + 1) * greatest(coalesce(neighbour.requests, 0) / 2e2, 1e0 * base.requests / base.span_ms) <= params.max_chance as is_sure
  from paired
  cross join params
  join base on paired.route_id = base.route_id
  left join neighbour on paired.id = neighbour.id
),
ranked as (
  select
    told.*,
    row_number() over (partition by route_id order by gap_ms, id) as nth_soonest,
    row_number() over (partition by route_id order by case when is_handed_twice then 0 when may_be_twice then 1 else 2 end, failed_began, id) as place,
    count(*) over (partition by route_id) as hits
  from told
  where is_sure
),
counted as (
  select
    route_id, count(*) as hits, min(failed_began) as first_ms, max(ended) as last_ms, count_if(has_same_id) as same_id,
    count_if(is_handed_twice and has_same_id) as handed_twice, count_if(may_be_twice or (is_handed_twice and not has_same_id)) as may_be_twice,
    count_if(has_succeeded) as succeeded, count(distinct caller) as callers,
    max(case when nth_soonest = cast(floor((hits + 1) / 2e0) as bigint) then gap_ms end) as gap_ms,
    array_agg(id order by place) filter (where place <= 3) as examples
  from ranked
  group by route_id
  having count(*) >= (select max(params.min_resends) from params)
),
unsure as (
  select route_id, count(*) as requests
  from told
  where not is_sure
  group by route_id
),
ended_so as (
  select route_id, ending, row_number() over (partition by route_id order by count(*) desc, ending) as place
  from ranked
  group by route_id, ending
),
called_so as (
  select route_id, caller, row_number() over (partition by route_id order by count(*) desc, caller) as place
  from ranked
  group by route_id, caller
)
select
  asked.method || ' ' || asked.route as route,
  date_add('millisecond', counted.first_ms, timestamp '1970-01-01 00:00:00.000000') as first_seen,
  date_add('millisecond', counted.last_ms, timestamp '1970-01-01 00:00:00.000000') as last_seen,
  counted.hits, base.requests, cast(counted.same_id as bigint) as same_id, cast(counted.hits - counted.same_id as bigint) as other_id,
  coalesce(unsure.requests, 0) as unsure, cast(counted.handed_twice as bigint) as handed_twice, cast(counted.may_be_twice as bigint) as may_be_twice, cast(counted.succeeded as bigint) as succeeded,
  counted.gap_ms, counted.callers, called_so.caller as main_caller, ended_so.ending,
  cast(counted.hits as varchar) || ' of ' || cast(base.requests as varchar) || ' requests repeat one that had failed'
    || case when counted.handed_twice > 0 then '; the application had got both in ' || cast(counted.handed_twice as varchar)
            when counted.may_be_twice > 0 then '; the application may have got both in ' || cast(counted.may_be_twice as varchar)
            else '; no application got what may not be repeated twice by that' end as summary,
  'the caller ' || called_so.caller || case when counted.callers > 1 then ' and ' || cast(counted.callers - 1 as varchar) || ' more' else '' end
    || ' sent again ' || cast(counted.gap_ms as varchar) || ' ms (in the middle) after ' || ended_so.ending
    || case when counted.same_id = counted.hits then ', with the same request id'
            when counted.same_id = 0 then ', with a new request id'
            else ', in ' || cast(counted.same_id as varchar) || ' cases with the same request id' end as why,
  case when counted.handed_twice + counted.may_be_twice > 0
       then 'let the caller send an idempotency key with ' || asked.method || ' and look it up before acting; the retries of proxies are not what repeats here'
       else 'nothing is at risk; count these among the retries of the layers below' end as remedy,
  counted.examples
from counted
join base on counted.route_id = base.route_id
join route as asked on counted.route_id = asked.route_id
join ended_so on counted.route_id = ended_so.route_id and ended_so.place = 1
join called_so on counted.route_id = called_so.route_id and called_so.place = 1
left join unsure on counted.route_id = unsure.route_id
order by counted.hits desc, asked.route, asked.method, counted.route_id
