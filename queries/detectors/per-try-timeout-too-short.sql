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
-- the sends of requests that were sent again, in order, and last how a request ended that may have met the timeout
told as (
  select request_fact.route_id, request_fact.id, send_fact.line_id, send_fact.ordinal, send_fact.began, send_fact.ended, send_fact.code, false as is_ending
  from request_fact
  join send_fact on request_fact.id = send_fact.request
  where request_fact.outcome is null and request_fact.sends > 1 and not send_fact.is_client_line and send_fact.outcome >= 1
  union all
  select route_id, id, id, 1000000, began, ended, code, true
  from request_fact
  where code = 504 and not is_server
),
-- what came after a send: when the next one began, or below zero the end of the request
followed as (
  select
    told.*,
    row_number() over request as nth,
    lead(case when is_ending then -1 else began end) over request as then_came
  from told
  window request as (partition by id order by ordinal)
),
-- sends without an answer that were followed by another or by the end; and the end of a request of which no send was logged, or the single one
-- a hedged send is made beside the one before it, not because of how that ended
candidate as (
  select
    route_id, id, line_id, ended - began as took, case when is_ending or then_came = -1 then id end as told_by, is_ending,
    count(*) over (partition by route_id) as candidates
  from followed
  where case when is_ending then nth = 1 else code = 0 and (then_came = -1 or then_came >= ended - 5) end
),
cut as (
  select candidate.route_id, candidate.id, candidate.took
  from candidate
  cross join params
  join line as sent on candidate.line_id = sent.line_id
  left join line as ending on candidate.told_by = ending.line_id
  where candidate.candidates >= params.min_cuts
    and case when candidate.told_by is null then true
             when ending.response_code_details is null then contains(ending.response_flags, 'URX') and contains(ending.response_flags, 'UT') and not candidate.is_ending
             else starts_with(ending.response_code_details, 'upstream_per_try') and (not candidate.is_ending or not contains(ending.response_flags, 'URX')) end
    and (candidate.is_ending
      or case when sent.access_log_type = 'UpstreamEnd' then contains(sent.response_flags, 'UT')
              else cardinality(sent.response_flags) = 0 or arrays_overlap(sent.response_flags, array['DC', 'DR']) end)
),
ordered as (
  select
    cut.*,
    row_number() over (partition by route_id order by took, id) as place, count(*) over (partition by route_id) as cuts,
    row_number() over (partition by id order by took) as nth_of_request
  from cut
),
-- where nearly all agree, the median of all is one of them
middle as (
  select
    ordered.*,
    max(case when place = cast(floor((cuts + 1) / 2e0) as bigint) then took end) over (partition by route_id) as median_ms
  from ordered
),
hurt as (
  select
    middle.route_id, middle.id, middle.cuts, middle.median_ms, request_fact.began, request_fact.ended, request_fact.code,
    case when middle.nth_of_request = 1 then 1 else 0 end as requests,
    not request_fact.is_idempotent and request_fact.delivered >= 2 as is_handed_twice,
    case when abs(middle.took - middle.median_ms) <= params.scatter_ms or abs(middle.took - middle.median_ms) <= 2e-2 * middle.median_ms then 1 else 0 end as agreeing,
    row_number() over (partition by middle.route_id order by middle.nth_of_request, request_fact.sends desc, request_fact.began, request_fact.id) as place
  from middle
  cross join params
  join request_fact on middle.id = request_fact.id
  where middle.median_ms > params.scatter_ms
),
timeout as (
  select
    hurt.route_id, max(hurt.cuts) as cuts, max(hurt.median_ms) as median_ms, sum(hurt.agreeing) as agreeing,
    case when max(hurt.median_ms) < 100 then 2e0 when max(hurt.median_ms) > 250 then 5e0 else 2e-2 * max(hurt.median_ms) end as reach,
    sum(hurt.requests) as hits, min(hurt.began) as first_ms, max(hurt.ended) as last_ms,
    sum(case when hurt.code = 504 then hurt.requests else 0 end) as failed, sum(case when hurt.is_handed_twice then hurt.requests else 0 end) as handed_twice,
    array_agg(hurt.id order by hurt.place) filter (where hurt.requests = 1 and hurt.place <= 3) as examples
  from hurt
  cross join params
  group by hurt.route_id, params.min_cuts, params.min_dense
  having sum(hurt.agreeing) >= params.min_cuts and sum(hurt.agreeing) >= params.min_dense * max(hurt.cuts)
),
-- all requests of these routes by how long the good ones took
other as (
  select
    timeout.route_id, timeout.median_ms,
    case when request_fact.sends = 1 and request_fact.code between 200 and 399 then request_fact.ended - request_fact.began else -1 end as took,
    count(*) as requests
  from timeout
  join request_fact on timeout.route_id = request_fact.route_id
  group by 1, 2, 3
),
spread as (
  select
    other.*,
    sum(case when took >= 0 then requests else 0 end) over (partition by route_id order by took) as up_to,
    sum(case when took >= 0 then requests else 0 end) over (partition by route_id) as good
  from other
),
compared as (
  select
    spread.route_id, sum(spread.requests) as requests, max(spread.good) as good,
    sum(case when spread.took >= params.near * spread.median_ms then spread.requests else 0 end) as slow,
    min(case when spread.took >= 0 and spread.up_to >= 99e-2 * spread.good then spread.took end) as p99_ms,
    min(case when spread.took >= 0 and spread.up_to >= 999e-3 * spread.good then spread.took end) as p999_ms
  from spread
  cross join params
  group by spread.route_id, params.min_good, params.min_slow
  having max(spread.good) >= params.min_good
    and sum(case when spread.took >= params.near * spread.median_ms then spread.requests else 0 end) >= params.min_slow * max(spread.good)
),
-- people write round values: the roundest within reach of the median is meant
found as (
  select
    timeout.*, cast(compared.requests as bigint) as requests, cast(compared.good as bigint) as good, cast(compared.slow as bigint) as slow,
    compared.p99_ms, compared.p999_ms,
    cast(case when abs(median_ms - 50 * round(median_ms / 50e0)) <= reach then 50 * round(median_ms / 50e0)
      when abs(median_ms - 25 * round(median_ms / 25e0)) <= reach then 25 * round(median_ms / 25e0)
      when abs(median_ms - 10 * round(median_ms / 10e0)) <= reach then 10 * round(median_ms / 10e0)
      when abs(median_ms - 5 * round(median_ms / 5e0)) <= reach then 5 * round(median_ms / 5e0) else median_ms end as bigint) as timeout_ms
  from timeout
  join compared on timeout.route_id = compared.route_id
)
select
  asked.method || ' ' || asked.route as route,
  date_add('millisecond', found.first_ms, timestamp '1970-01-01 00:00:00.000000') as first_seen,
  date_add('millisecond', found.last_ms, timestamp '1970-01-01 00:00:00.000000') as last_seen,
  cast(found.hits as bigint) as hits, found.requests, found.timeout_ms, found.cuts, cast(found.agreeing as bigint) as agreeing,
  cast(found.failed as bigint) as failed, cast(found.handed_twice as bigint) as handed_twice, found.good, found.slow, found.p99_ms, found.p999_ms,
  cast(cast(found.hits as bigint) as varchar) || ' of ' || cast(found.requests as varchar) || ' requests had a send cut off at about ' || cast(found.timeout_ms as varchar) || ' ms'
    || case when found.failed > 0 then '; ' || cast(cast(found.failed as bigint) as varchar) || ' failed with 504' else '' end
    || case when found.handed_twice > 0 then '; ' || cast(cast(found.handed_twice as bigint) as varchar) || ' reached the application more than once' else '' end as summary,
  cast(cast(found.agreeing as bigint) as varchar) || ' of ' || cast(found.cuts as varchar) || ' sends that were cut off ended at that duration, as under perTryTimeout; of '
    || cast(found.good as varchar) || ' good calls of this route ' || cast(found.slow as varchar) || ' took nearly as long or longer (p99 '
    || cast(found.p99_ms as varchar) || ' ms, p99.9 ' || cast(found.p999_ms as varchar) || ' ms)' as why,
  'set perTryTimeout to ' || cast(cast(ceiling(1.5e0 * greatest(found.p999_ms, found.timeout_ms) / 50) * 50 as bigint) as varchar)
    || ' ms or more, half as much again as the slowest good calls take, or leave it out'
    || case when found.handed_twice > 0 then '; and take gateway-error, 5xx and reset out of retryOn for ' || asked.method else '' end as remedy,
  found.examples
from found
join route as asked on found.route_id = asked.route_id
order by found.hits desc, asked.route, asked.method, found.route_id
