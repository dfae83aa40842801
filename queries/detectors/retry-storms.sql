-- ---
-- id: retry-storms
-- title: >-
--   Sends outgrew requests
-- means: >-
--   On one route, for at least three windows of ten seconds, proxies sent so many requests again that the application got more than a fifth on top of what callers asked for.
-- not-when: >-
--   The sends never reached the application, as with refused connections or failed TLS; those are not counted here.
-- do: >-
--   Bound retries with a retry budget in the DestinationRule, and retry at one layer only, right above the one that fails.
-- source: >-
--   https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/cluster/v3/circuit_breaker.proto (retry_budget, 20 %); Google SRE book, chapter 21 (10 % of requests)
-- reads: [request_fact, judged, send_fact, route]
-- needs: [request_id]
-- params:
--   window_s:     { type: INTEGER, unit: "s", default: 10, min: 1, max: 3600, about: "Width of a window; retry budgets use ten seconds." }
--   min_share:    { type: DOUBLE, unit: "retries per request", default: 0.2, min: 0.01, max: 10, about: "A window is hot above this share of retries, the default budget of Linkerd, Finagle and Envoy." }
--   min_retries:  { type: INTEGER, unit: "retries", default: 10, min: 1, about: "A hot window has at least this many retries: one a second, so that a few retries on a quiet route are no storm." }
--   min_windows:  { type: INTEGER, unit: "windows", default: 3, min: 1, about: "So many hot windows make a storm." }
--   quiet_windows: { type: INTEGER, unit: "windows", default: 6, min: 1, about: "So many windows without a hot one end it." }
-- columns:
--   route:        { type: VARCHAR,   about: "Method, authority and path, with the route's name where it has one." }
--   first_seen:   { type: TIMESTAMP, unit: "UTC", about: "Start of the first hot window." }
--   last_seen:    { type: TIMESTAMP, unit: "UTC", about: "End of the last hot window." }
--   hits:         { type: BIGINT,    unit: "requests", about: "Requests of the storm that were sent more than once." }
--   requests:     { type: BIGINT,    unit: "requests", about: "Requests that began in the storm." }
--   sends:        { type: BIGINT,    unit: "sends", about: "Sends of those requests that may have reached the application." }
--   amplification: { type: DOUBLE,   unit: "sends per request", about: "sends / requests." }
--   peak:         { type: DOUBLE,    unit: "sends per request", about: "The same in the worst window." }
--   peak_at:      { type: TIMESTAMP, unit: "UTC", about: "Start of the worst window." }
--   exhausted:    { type: BIGINT,    unit: "requests", about: "Requests that failed in the end although they were sent again." }
--   summary:      { type: VARCHAR,   about: "The numbers in one sentence." }
--   why:          { type: VARCHAR,   about: "What the first sends of those requests ended in, most often." }
--   remedy:       { type: VARCHAR,   about: "What to change." }
--   examples:     { type: "BIGINT[]", about: "Requests with most sends." }
-- severity:
--   - { level: critical, when: peak >= 2 }
--   - { level: warning }
-- ---
with
extra as (
  -- sends beyond the first that may have reached the application
  select send_fact.request as id, count(*) - 1 as retries
  from send_fact
  join judged on send_fact.request = judged.id
  where send_fact.outcome > 1 or (send_fact.outcome = 0 and judged.may_have_more)
  group by send_fact.request
  having count(*) > 1
),
resent as (
  select request_fact.id, request_fact.route_id, request_fact.began, request_fact.code, extra.retries
  from extra
  join request_fact on extra.id = request_fact.id
),
hot_route as (
  select resent.route_id, sum(resent.retries) as retries
  from resent
  group by resent.route_id
  having sum(resent.retries) >= (select max(params.min_retries * params.min_windows) from params)
),
timed as (
  select
    request_fact.route_id, cast(floor(request_fact.began / (params.window_s * 1e3)) as bigint) as slot, count(*) as requests
  from request_fact
  join hot_route on request_fact.route_id = hot_route.route_id
  cross join params
  group by 1, 2
),
retried as (
  select
    resent.route_id, cast(floor(resent.began / (params.window_s * 1e3)) as bigint) as slot,
    sum(resent.retries) as retries, count(*) as resent, count_if(resent.code = 0 or resent.code >= 500) as exhausted
  from resent
  cross join params
  group by 1, 2
),
slotted as (
  select
    timed.route_id, timed.slot, timed.requests, coalesce(retried.retries, 0) as retries, coalesce(retried.resent, 0) as resent, coalesce(retried.exhausted, 0) as exhausted,
    coalesce(retried.retries, 0) > params.min_share * timed.requests and coalesce(retried.retries, 0) >= params.min_retries as is_hot
  from timed
  cross join params
  left join retried on timed.route_id = retried.route_id and timed.slot = retried.slot
),
hot as (
  select
    slotted.*,
    lag(slot) over (partition by route_id order by slot) as slot_before
  from slotted
  where is_hot
),
numbered as (
  select
    hot.route_id, hot.slot,
    sum(case when hot.slot - hot.slot_before <= params.quiet_windows then 0 else 1 end) over (
      partition by hot.route_id order by hot.slot rows unbounded preceding
    ) as storm
  from hot
  cross join params
),
storm as (
  select numbered.route_id, numbered.storm, min(numbered.slot) as first_slot, max(numbered.slot) as last_slot
  from numbered
  cross join params
  group by numbered.route_id, numbered.storm
  having count(*) >= max(params.min_windows)
),
measured as (
  select
    storm.route_id, storm.first_slot, storm.last_slot,
    sum(slotted.requests) as requests, sum(slotted.retries) as retries, sum(slotted.resent) as resent, sum(slotted.exhausted) as exhausted,
    max(1e0 * (slotted.requests + slotted.retries) / slotted.requests) as peak,
    max_by(slotted.slot, 1e0 * (slotted.requests + slotted.retries) / slotted.requests - slotted.slot * 1e-12) as peak_slot
  from storm
  join slotted on storm.route_id = slotted.route_id and slotted.slot between storm.first_slot and storm.last_slot
  group by storm.route_id, storm.first_slot, storm.last_slot
),
inside as (
  select
    measured.route_id, measured.first_slot, resent.id, resent.retries,
    row_number() over (partition by measured.route_id, measured.first_slot order by resent.retries desc, resent.began, resent.id) as place
  from measured
  cross join params
  join resent on measured.route_id = resent.route_id
    and cast(floor(resent.began / (params.window_s * 1e3)) as bigint) between measured.first_slot and measured.last_slot
),
worst as (
  select route_id, first_slot, array_agg(id order by place) as examples
  from inside
  where place <= 3
  group by route_id, first_slot
),
ending as (
  select
    inside.route_id, inside.first_slot,
    case when send_fact.code = 0 then 'cut off before the answer'
         when send_fact.outcome = 0 then 'not logged'
         else 'answered ' || cast(send_fact.code as varchar) end as ending,
    count(*) as sends
  from inside
  join send_fact on inside.id = send_fact.request
  where send_fact.ordinal = 1 and send_fact.outcome <> 1
  group by 1, 2, 3
),
trigger_ending as (
  select route_id, first_slot, ending, sends, all_sends
  from (
    select
      ending.*,
      row_number() over (partition by route_id, first_slot order by sends desc, ending) as place,
      sum(sends) over (partition by route_id, first_slot) as all_sends
    from ending
  ) as ranked
  where place = 1
)
select
  asked.method || ' ' || asked.route as route,
  date_add('millisecond', measured.first_slot * params.window_s * 1000, timestamp '1970-01-01 00:00:00.000000') as first_seen,
  date_add('millisecond', (measured.last_slot + 1) * params.window_s * 1000, timestamp '1970-01-01 00:00:00.000000') as last_seen,
  cast(measured.resent as bigint) as hits,
  cast(measured.requests as bigint) as requests,
  cast(measured.requests + measured.retries as bigint) as sends,
  round(1e0 * (measured.requests + measured.retries) / measured.requests, 6) as amplification,
  round(measured.peak, 6) as peak,
  date_add('millisecond', measured.peak_slot * params.window_s * 1000, timestamp '1970-01-01 00:00:00.000000') as peak_at,
  cast(measured.exhausted as bigint) as exhausted,
  cast(measured.requests + measured.retries as varchar) || ' sends for ' || cast(measured.requests as varchar)
    || ' requests over ' || cast((measured.last_slot + 1 - measured.first_slot) * params.window_s as varchar) || ' s; '
    || cast(measured.exhausted as varchar) || ' of them failed all the same' as summary,
  cast(trigger_ending.sends as varchar) || ' of ' || cast(trigger_ending.all_sends as varchar) || ' first sends were ' || trigger_ending.ending
    || ', and the policy sends that again' as why,
  'bound retries: retryBudget of 20 % in the DestinationRule, and retry at one layer only' as remedy,
  worst.examples
from measured
cross join params
join route as asked on measured.route_id = asked.route_id
join worst on measured.route_id = worst.route_id and measured.first_slot = worst.first_slot
left join trigger_ending on measured.route_id = trigger_ending.route_id and measured.first_slot = trigger_ending.first_slot
order by measured.retries desc, asked.route, asked.method, measured.first_slot, measured.route_id
