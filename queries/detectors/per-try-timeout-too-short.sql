-- ---
-- id: per-try-timeout-too-short
-- title: >-
--   Calls that are only slow are cut off by perTryTimeout
-- means: >-
--   Sends of a route were cut off at one duration, as perTryTimeout does, and calls of the same route that succeed often take nearly that long. What is cut off there would have been answered a moment later, and the application goes on with it all the same.
-- not-when: >-
--   The slow calls hang for good, and the fast ones never come near the limit; then it is right to give them up, and this does not fire.
-- do: >-
--   Set perTryTimeout well above the slowest good call, or leave it out and bound the whole call with timeout.
-- source: >-
--   https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry (perTryTimeout); https://github.com/istio/istio/issues/55748
-- reads: [request_fact, send_fact, line, route]
-- needs: [request_id]
-- params:
--   min_cuts:   { type: INTEGER, unit: "sends", default: 10, min: 2, about: "A timeout is told from so many sends that were cut off at the same duration." }
--   min_dense:  { type: DOUBLE, unit: "share", default: 0.8, min: 0.5, max: 1, about: "Of all sends that were cut off, at least this share ended near that duration; on a real Envoy nearly all do." }
--   scatter_ms: { type: INTEGER, unit: "ms", default: 6, min: 1, max: 1000, about: "Near is this much or 2 %, whichever is more; measured on Envoy 1.40." }
--   min_good:   { type: INTEGER, unit: "requests", default: 20, min: 1, about: "So many good calls of the route to compare with." }
--   near:       { type: DOUBLE, unit: "share of the timeout", default: 0.8, min: 0.1, max: 1, about: "A good call is slow from this part of the timeout on." }
--   min_slow:   { type: DOUBLE, unit: "share of good calls", default: 0.01, min: 0, max: 1, about: "So many of the good calls are slow, that is their p99 is near the timeout; a timeout belongs above what one call in a hundred takes." }
-- columns:
--   route:        { type: VARCHAR,   about: "Method, authority and path, with the route's name where it has one." }
--   first_seen:   { type: TIMESTAMP, unit: "UTC", about: "Start of the first request with a send that was cut off." }
--   last_seen:    { type: TIMESTAMP, unit: "UTC", about: "End of the last one." }
--   hits:         { type: BIGINT,    unit: "requests", about: "Requests with a send that was cut off." }
--   requests:     { type: BIGINT,    unit: "requests", about: "All requests of the route." }
--   timeout_ms:   { type: BIGINT,    unit: "ms", about: "perTryTimeout, the round value within 2 ms or 2 % of the median of the sends that were cut off." }
--   cuts:         { type: BIGINT,    unit: "sends", about: "Sends that were cut off before an answer." }
--   agreeing:     { type: BIGINT,    unit: "sends", about: "Those of them near that duration." }
--   failed:       { type: BIGINT,    unit: "requests", about: "Hits that their callers saw fail with 504." }
--   handed_twice: { type: BIGINT,    unit: "requests", about: "Hits that may not be repeated and reached the application more than once." }
--   good:         { type: BIGINT,    unit: "requests", about: "Requests that succeeded with one send." }
--   slow:         { type: BIGINT,    unit: "requests", about: "Those of them that took nearly as long as the timeout, or longer (a slow upload does not count against it)." }
--   p99_ms:       { type: BIGINT,    unit: "ms", about: "p99 of the good ones." }
--   p999_ms:      { type: BIGINT,    unit: "ms", about: "p99.9 of the good ones." }
--   summary:      { type: VARCHAR,   about: "The numbers in one sentence." }
--   why:          { type: VARCHAR,   about: "How the timeout compares with good calls." }
--   remedy:       { type: VARCHAR,   about: "What to change." }
--   examples:     { type: "BIGINT[]", about: "Hits with most sends." }
-- severity:
--   - { level: critical, when: handed_twice > 0 or failed >= 0.01 * requests }
--   - { level: warning }
-- ---
with
-- sends without an answer, and the send after them
silent as (
  select
    send_fact.request as id, send_fact.line_id, send_fact.ended - send_fact.began as took,
    -- a hedged send is made beside the one before it, not because of how that ended
    coalesce(following.began >= send_fact.ended - 5, false) as is_followed, following.request is null as is_last
  from send_fact
  left join send_fact as following
    on send_fact.request = following.request and send_fact.ordinal + 1 = following.ordinal and following.outcome >= 1 and not following.is_client_line
  where send_fact.code = 0 and send_fact.outcome >= 1 and not send_fact.is_client_line
),
-- a last send, and a single one, was cut off by perTryTimeout if the line of the proxy that sent it says so
candidate as (
  select request_fact.route_id, request_fact.id, silent.took, silent.line_id, case when silent.is_followed then cast(null as bigint) else silent.id end as told_by
  from silent
  join request_fact on silent.id = request_fact.id
  where silent.is_followed or (silent.is_last and request_fact.code = 504)
  union all
  select route_id, id, cast(null as bigint), coalesce(server_line, id), id
  from request_fact
  where outcome is not null and code = 504 and not is_server
),
enough as (
  select route_id
  from candidate
  group by route_id
  having count(*) >= (select max(params.min_cuts) from params)
),
worded as (
  select line.line_id, line.duration_ms, line.response_flags as flags, line.response_code_details as details, coalesce(line.access_log_type = 'UpstreamEnd', false) as is_own
  from line
  join (
    select candidate.line_id
    from candidate
    join enough on candidate.route_id = enough.route_id
    union
    select candidate.told_by
    from candidate
    join enough on candidate.route_id = enough.route_id
  ) as wanted on line.line_id = wanted.line_id
),
cut as (
  select candidate.route_id, candidate.id, coalesce(candidate.took, sent.duration_ms) as took
  from candidate
  join enough on candidate.route_id = enough.route_id
  join worded as sent on candidate.line_id = sent.line_id
  left join worded as ending on candidate.told_by = ending.line_id
  where case when candidate.told_by is null then true
             when ending.details is null then contains(ending.flags, 'URX') and contains(ending.flags, 'UT')
             else starts_with(ending.details, 'upstream_per_try') end
    and (candidate.line_id = candidate.told_by
      or case when sent.is_own then contains(sent.flags, 'UT') else cardinality(sent.flags) = 0 or arrays_overlap(sent.flags, array['DC', 'DR']) end)
),
spread as (
  select
    route_id, took, count(*) as sends, sum(count(*)) over (partition by route_id order by took) as up_to, sum(count(*)) over (partition by route_id) as cuts
  from cut
  group by route_id, took
),
-- where nearly all agree, the median of all is one of them
middle as (
  select route_id, min(took) as median_ms, max(cuts) as cuts, case when min(took) < 100 then 2e0 when min(took) > 250 then 5e0 else 2e-2 * min(took) end as reach
  from spread
  where up_to * 2 >= cuts
  group by route_id
),
-- people write round values: the roundest within reach of the median is meant
median as (
  select
    route_id, median_ms, cuts,
    cast(case when abs(median_ms - 50 * round(median_ms / 50e0)) <= reach then 50 * round(median_ms / 50e0)
      when abs(median_ms - 25 * round(median_ms / 25e0)) <= reach then 25 * round(median_ms / 25e0)
      when abs(median_ms - 10 * round(median_ms / 10e0)) <= reach then 10 * round(median_ms / 10e0)
      when abs(median_ms - 5 * round(median_ms / 5e0)) <= reach then 5 * round(median_ms / 5e0) else median_ms end as bigint) as value_ms
  from middle
),
timeout as (
  select
    median.route_id, median.cuts,
    sum(case when abs(spread.took - median.median_ms) <= params.scatter_ms or abs(spread.took - median.median_ms) <= 2e-2 * median.median_ms then spread.sends else 0 end) as agreeing,
    max(median.value_ms) as timeout_ms
  from median
  join spread on median.route_id = spread.route_id
  cross join params
  where median.median_ms > params.scatter_ms
  group by median.route_id, median.cuts, params.min_cuts, params.min_dense
  having sum(case when abs(spread.took - median.median_ms) <= params.scatter_ms or abs(spread.took - median.median_ms) <= 2e-2 * median.median_ms then spread.sends else 0 end) >= params.min_cuts
    and sum(case when abs(spread.took - median.median_ms) <= params.scatter_ms or abs(spread.took - median.median_ms) <= 2e-2 * median.median_ms then spread.sends else 0 end) >= params.min_dense * median.cuts
),
good_call as (
  select request_fact.route_id, request_fact.ended - request_fact.began as took, count(*) as requests
  from request_fact
  join timeout on request_fact.route_id = timeout.route_id
  where request_fact.sends = 1 and request_fact.code between 200 and 399
  group by 1, 2
),
ordered as (
  select
    good_call.*, sum(requests) over (partition by route_id order by took) as up_to, sum(requests) over (partition by route_id) as good
  from good_call
),
compared as (
  select
    ordered.route_id, max(ordered.good) as good, sum(case when ordered.took >= params.near * timeout.timeout_ms then ordered.requests else 0 end) as slow,
    min(case when ordered.up_to >= 99e-2 * ordered.good then ordered.took end) as p99_ms,
    min(case when ordered.up_to >= 999e-3 * ordered.good then ordered.took end) as p999_ms
  from ordered
  join timeout on ordered.route_id = timeout.route_id
  cross join params
  group by ordered.route_id, params.min_good, params.min_slow
  having max(ordered.good) >= params.min_good
    and sum(case when ordered.took >= params.near * timeout.timeout_ms then ordered.requests else 0 end) >= params.min_slow * max(ordered.good)
),
hurt as (
  select
    request_fact.route_id, request_fact.id, request_fact.began, request_fact.ended, request_fact.code,
    not request_fact.is_idempotent and request_fact.delivered >= 2 as is_handed_twice,
    row_number() over (partition by request_fact.route_id order by request_fact.sends desc, request_fact.began, request_fact.id) as place
  from request_fact
  join (select distinct cut.id from cut join compared on cut.route_id = compared.route_id) as cut_request on request_fact.id = cut_request.id
),
counted as (
  select
    route_id, count(*) as hits, min(began) as first_ms, max(ended) as last_ms, count_if(code = 504) as failed, count_if(is_handed_twice) as handed_twice,
    array_agg(id order by place) filter (where place <= 3) as examples
  from hurt
  group by route_id
),
base as (
  select request_fact.route_id, count(*) as requests
  from request_fact
  join compared on request_fact.route_id = compared.route_id
  group by request_fact.route_id
)
select
  asked.method || ' ' || asked.route as route,
  date_add('millisecond', counted.first_ms, timestamp '1970-01-01 00:00:00.000000') as first_seen,
  date_add('millisecond', counted.last_ms, timestamp '1970-01-01 00:00:00.000000') as last_seen,
  counted.hits, base.requests, cast(timeout.timeout_ms as bigint) as timeout_ms, cast(timeout.cuts as bigint) as cuts, cast(timeout.agreeing as bigint) as agreeing,
  cast(counted.failed as bigint) as failed, cast(counted.handed_twice as bigint) as handed_twice,
  cast(compared.good as bigint) as good, cast(compared.slow as bigint) as slow, compared.p99_ms, compared.p999_ms,
  cast(counted.hits as varchar) || ' of ' || cast(base.requests as varchar) || ' requests had a send cut off at about ' || cast(timeout.timeout_ms as varchar) || ' ms'
    || case when counted.failed > 0 then '; ' || cast(cast(counted.failed as bigint) as varchar) || ' failed with 504' else '' end
    || case when counted.handed_twice > 0 then '; ' || cast(cast(counted.handed_twice as bigint) as varchar) || ' reached the application more than once' else '' end as summary,
  cast(cast(timeout.agreeing as bigint) as varchar) || ' of ' || cast(cast(timeout.cuts as bigint) as varchar) || ' sends that were cut off ended at that duration, as under perTryTimeout; of '
    || cast(cast(compared.good as bigint) as varchar) || ' good calls of this route ' || cast(cast(compared.slow as bigint) as varchar) || ' took nearly as long or longer (p99 '
    || cast(compared.p99_ms as varchar) || ' ms, p99.9 ' || cast(compared.p999_ms as varchar) || ' ms)' as why,
  'set perTryTimeout to ' || cast(cast(ceiling(1.5e0 * greatest(compared.p999_ms, timeout.timeout_ms) / 50) * 50 as bigint) as varchar)
    || ' ms or more, half as much again as the slowest good calls take, or leave it out'
    || case when counted.handed_twice > 0 then '; and take gateway-error, 5xx and reset out of retryOn for ' || asked.method else '' end as remedy,
  counted.examples
from compared
join timeout on compared.route_id = timeout.route_id
join counted on compared.route_id = counted.route_id
join base on compared.route_id = base.route_id
join route as asked on compared.route_id = asked.route_id
order by counted.hits desc, asked.route, asked.method, compared.route_id
