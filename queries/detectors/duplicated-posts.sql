-- ---
-- id: duplicated-posts
-- title: >-
--   One request, handed to the application more than once
-- means: >-
--   A request whose method may not be repeated (POST, PATCH and every other but GET, HEAD, OPTIONS, TRACE, PUT, DELETE) was sent again after an earlier send had reached the application. Confirmed and probable ones are counted as hurt, possible ones are named beside them.
-- not-when: >-
--   The application drops duplicates by a key of its own, such as an Idempotency-Key. Logs prove that it was asked twice, not that it acted twice; the effect is told apart where answers show it.
-- do: >-
--   Give such methods a route of their own with retryOn connect-failure,refused-stream, and no perTryTimeout below what the slowest good call takes.
-- source: >-
--   https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter#x-envoy-retry-on
-- reads: [judged, request_fact, send_fact, route]
-- needs: [request_id, method]
-- columns:
--   route:        { type: VARCHAR,   about: "Authority and path, with the route's name where it has one." }
--   first_seen:   { type: TIMESTAMP, unit: "UTC", about: "Start of the first hurt request." }
--   last_seen:    { type: TIMESTAMP, unit: "UTC", about: "End of the last hurt request." }
--   hits:         { type: BIGINT,    unit: "requests", about: "Hurt requests; where there are none, the possible ones." }
--   requests:     { type: BIGINT,    unit: "requests", about: "All requests of the route with such methods." }
--   confirmed:    { type: BIGINT,    unit: "requests", about: "Surely handed to the application more than once." }
--   probable:     { type: BIGINT,    unit: "requests", about: "The same by weaker evidence." }
--   possible:     { type: BIGINT,    unit: "requests", about: "Sent more than once, and no line tells what arrived." }
--   harmless:     { type: BIGINT,    unit: "requests", about: "Sent more than once, but at most one send arrived." }
--   effect_twice:        { type: BIGINT, unit: "requests", about: "Answered with success at least twice." }
--   effect_guarded:      { type: BIGINT, unit: "requests", about: "A later send met 409, so an earlier one had taken effect." }
--   effect_failed_after: { type: BIGINT, unit: "requests", about: "A later send was answered with an error of the server." }
--   effect_unknown:      { type: BIGINT, unit: "requests", about: "Cut off; the application may have finished." }
--   cut_sends:    { type: BIGINT,    unit: "sends", about: "Sends of hurt requests that the proxy cut off before the answer." }
--   cut_ms:       { type: BIGINT,    unit: "ms", about: "Their median duration, which is the perTryTimeout where it is one." }
--   good_ms:      { type: BIGINT,    unit: "ms", about: "p99.9 of the route's requests that were sent once and succeeded." }
--   summary:      { type: VARCHAR,   about: "The numbers in one sentence." }
--   why:          { type: VARCHAR,   about: "What was sent again, and by which setting as far as it shows." }
--   remedy:       { type: VARCHAR,   about: "What to change." }
--   examples:     { type: "BIGINT[]", about: "The worst requests, worst first." }
-- severity:
--   - { level: critical, when: confirmed + probable > 0 }
--   - { level: warning }
-- ---
with
suspect as (
  select
    judged.id, judged.route_id, judged.verdict, judged.effect, judged.sends, judged.delivered, judged.began, judged.ended,
    case judged.verdict when 'confirmed' then 3 when 'probable' then 2 when 'possible' then 1 else 0 end as weight
  from judged
  where not judged.is_idempotent and judged.verdict <> 'none'
),
placed as (
  -- where only the server side logged, the route stands in request_fact
  select suspect.*, request_fact.route_id as route_key
  from suspect
  join request_fact on suspect.id = request_fact.id
),
counted as (
  select
    route_key,
    cast(count_if(verdict = 'confirmed') as bigint) as confirmed,
    cast(count_if(verdict = 'probable') as bigint) as probable,
    cast(count_if(verdict = 'possible') as bigint) as possible,
    cast(count_if(verdict = 'harmless') as bigint) as harmless,
    cast(count_if(coalesce(effect = 'twice', false)) as bigint) as effect_twice,
    cast(count_if(coalesce(effect = 'guarded', false)) as bigint) as effect_guarded,
    cast(count_if(coalesce(effect = 'failed_after', false)) as bigint) as effect_failed_after,
    cast(count_if(coalesce(effect = 'unknown', false)) as bigint) as effect_unknown,
    coalesce(min(case when weight >= 2 then began end), min(case when weight = 1 then began end)) as first_ms,
    coalesce(max(case when weight >= 2 then ended end), max(case when weight = 1 then ended end)) as last_ms
  from placed
  group by route_key
  having count_if(weight >= 1) > 0
),
-- sends that were handed over and had no answer when the proxy gave them up
cut as (
  select
    placed.route_key, send_fact.ended - send_fact.began as took,
    row_number() over (partition by placed.route_key order by send_fact.ended - send_fact.began, send_fact.line_id) as place,
    count(*) over (partition by placed.route_key) as sends
  from placed
  join send_fact on placed.id = send_fact.request
  where placed.weight >= 2 and send_fact.outcome = 3 and send_fact.code = 0
),
median_cut as (
  select route_key, max(sends) as cut_sends, max(case when place = cast(floor((sends + 1) / 2e0) as bigint) then took end) as cut_ms
  from cut
  group by route_key
),
good as (
  select
    request_fact.route_id as route_key, request_fact.ended - request_fact.began as took,
    row_number() over (partition by request_fact.route_id order by request_fact.ended - request_fact.began, request_fact.id) as place,
    count(*) over (partition by request_fact.route_id) as requests
  from request_fact
  join counted on request_fact.route_id = counted.route_key
  where request_fact.sends = 1 and request_fact.code between 200 and 399 and not request_fact.is_idempotent
),
slowest_good as (
  select route_key, max(case when place = cast(ceiling(requests * 0.999e0) as bigint) then took end) as good_ms
  from good
  group by route_key
),
-- what the sends before the last one ended in: that is what the policy sends again
ending as (
  select
    placed.route_key,
    case when send_fact.outcome = 3 and send_fact.code = 0 then 'cut off before the answer'
         when send_fact.code = 0 then 'cut off'
         when send_fact.outcome = 4 then 'answered ' || cast(send_fact.code as varchar)
         else 'ended ' || cast(send_fact.code as varchar) || ' by the proxy in front of the application' end as ending,
    count(*) as sends
  from placed
  join send_fact on placed.id = send_fact.request
  where placed.weight >= 2 and send_fact.outcome >= 2 and send_fact.ordinal < placed.sends
  group by 1, 2
),
main_ending as (
  select route_key, ending, sends
  from (select ending.*, row_number() over (partition by route_key order by sends desc, ending) as place from ending) as ranked
  where place = 1
),
worst as (
  select route_key, array_agg(id order by place) as examples
  from (
    select
      placed.route_key, placed.id,
      row_number() over (partition by placed.route_key order by placed.weight desc, placed.delivered desc, placed.sends desc, placed.began, placed.id) as place
    from placed
    where placed.weight >= 1
  ) as ranked
  where place <= 3
  group by route_key
)
select
  asked.method || ' ' || asked.route as route,
  date_add('millisecond', counted.first_ms, timestamp '1970-01-01 00:00:00.000000') as first_seen,
  date_add('millisecond', counted.last_ms, timestamp '1970-01-01 00:00:00.000000') as last_seen,
  case when confirmed + probable > 0 then confirmed + probable else possible end as hits,
  asked.requests, confirmed, probable, possible, harmless, effect_twice, effect_guarded, effect_failed_after, effect_unknown,
  coalesce(median_cut.cut_sends, 0) as cut_sends, median_cut.cut_ms, slowest_good.good_ms,
  case when confirmed + probable > 0
       then cast(confirmed + probable as varchar) || ' of ' || cast(asked.requests as varchar)
         || ' requests were handed to the application at least twice (confirmed ' || cast(confirmed as varchar) || ', probable ' || cast(probable as varchar) || ')'
         || case when possible > 0 then '; ' || cast(possible as varchar) || ' more possibly' else '' end
         || case when harmless > 0 then '; ' || cast(harmless as varchar) || ' more were sent again harmlessly' else '' end
       else cast(possible as varchar) || ' of ' || cast(asked.requests as varchar)
         || ' requests may have been handed to the application more than once'
         || case when harmless > 0 then '; ' || cast(harmless as varchar) || ' more were sent again harmlessly' else '' end
  end as summary,
  case when median_cut.cut_sends > 0 and median_cut.cut_sends >= coalesce(main_ending.sends, 0)
       then cast(median_cut.cut_sends as varchar) || ' sends were cut off after about ' || cast(median_cut.cut_ms as varchar)
         || ' ms, as a perTryTimeout does'
         || case when slowest_good.good_ms is not null and slowest_good.good_ms >= median_cut.cut_ms
                 then '; good requests of this route take up to ' || cast(slowest_good.good_ms as varchar) || ' ms (p99.9)' else '' end
         || '; retryOn gateway-error, 5xx or reset sends again what it cuts'
       when main_ending.ending is not null
       then cast(main_ending.sends as varchar) || ' sends that were ' || main_ending.ending || ' were sent again'
       when confirmed + probable > 0 then 'a caller sent the same request again after a delivered send had failed'
  end as why,
  case when median_cut.cut_sends > 0 and median_cut.cut_sends >= coalesce(main_ending.sends, 0)
       then 'give ' || asked.method || ' its own route: retryOn connect-failure,refused-stream and no perTryTimeout below '
         || cast(greatest(coalesce(slowest_good.good_ms, median_cut.cut_ms), median_cut.cut_ms) + 50 as varchar) || ' ms'
       when main_ending.ending is not null
       then 'give ' || asked.method || ' its own route with retryOn connect-failure,refused-stream'
       when confirmed + probable > 0 then 'let the caller send an idempotency key, and look it up before acting'
       else 'collect the logs of the proxies in front of the application too, only they tell what arrived; until then give ' || asked.method || ' a route without retries'
  end as remedy,
  worst.examples
from counted
join route as asked on counted.route_key = asked.route_id
join worst on counted.route_key = worst.route_key
left join median_cut on counted.route_key = median_cut.route_key
left join slowest_good on counted.route_key = slowest_good.route_key
left join main_ending on counted.route_key = main_ending.route_key
order by confirmed + probable desc, possible desc, asked.route, asked.method, counted.route_key
