-- ---
-- id: hidden-retries
-- title: >-
--   Successes that took more than one send, and no default log line says so
-- means: >-
--   The proxy's line for the request shows a success without a flag, as if the first send had been answered. Attempt counts or the lines of the server side show that it was not. Error rates and alerts made from such lines are too good.
-- not-when: >-
--   You count retries from Envoy's own statistics (upstream_rq_retry_success) and know of them.
-- do: >-
--   Add %UPSTREAM_REQUEST_ATTEMPT_COUNT% to the access log format of gateways and sidecars, and find out what the first sends die of.
-- source: >-
--   https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage (UPSTREAM_REQUEST_ATTEMPT_COUNT)
-- reads: [judged, line, send_fact, route]
-- needs: [request_id, response_flags]
-- params:
--   min_hidden: { type: INTEGER, unit: "requests", default: 10, min: 1, about: "A route with fewer of them is left out." }
--   min_share:  { type: DOUBLE, unit: "share of requests", default: 0.01, min: 0, max: 1, about: "And one where they are a smaller part of all requests; one in a hundred is a tenth of what the Google SRE book, chapter 21, allows for retries." }
-- columns:
--   route:        { type: VARCHAR,   about: "Method, authority and path, with the route's name where it has one." }
--   first_seen:   { type: TIMESTAMP, unit: "UTC", about: "Start of the first such request." }
--   last_seen:    { type: TIMESTAMP, unit: "UTC", about: "End of the last one." }
--   hits:         { type: BIGINT,    unit: "requests", about: "Successes that took more than one send." }
--   requests:     { type: BIGINT,    unit: "requests", about: "All requests of the route." }
--   sends:        { type: BIGINT,    unit: "sends", about: "Sends of the hits." }
--   handed_twice: { type: BIGINT,    unit: "requests", about: "Hits that may not be repeated, and surely or probably reached the application more than once." }
--   lost_ms:      { type: BIGINT,    unit: "ms", about: "How long their callers waited for the sends before the last, in the middle; null where those were not logged." }
--   ending:       { type: VARCHAR,   about: "How most of the first sends ended; null where those were not logged." }
--   summary:      { type: VARCHAR,   about: "The numbers in one sentence." }
--   why:          { type: VARCHAR,   about: "How the first sends ended." }
--   remedy:       { type: VARCHAR,   about: "What to change." }
--   examples:     { type: "BIGINT[]", about: "Those with most sends." }
-- severity:
--   - { level: warning, when: hits >= 0.1 * requests }
--   - { level: info }
-- ---
with
hidden as (
  select
    judged.route_id, judged.id, judged.began, judged.ended, judged.sends,
    not judged.is_idempotent and judged.verdict in ('confirmed', 'probable') as is_handed_twice
  from judged
  join line on judged.id = line.line_id
  where judged.sends > 1 and not judged.is_server and judged.code between 200 and 399
    and cardinality(line.response_flags) = 0 and coalesce(line.grpc_status, 0) = 0
),
-- the first send and the last, where lines tell of both
told as (
  select
    hidden.route_id, hidden.id,
    max(case when send_fact.ordinal = hidden.sends then send_fact.began end) - hidden.began as lost_ms,
    max(case when send_fact.ordinal > 1 then null
             when send_fact.code = 0 then 'were cut off before an answer'
             when send_fact.outcome = 1 then 'did not reach the application'
             when send_fact.outcome < 4 then 'broke off at the application'
             when send_fact.code < 400 then 'were answered too late, or with a gRPC error'
             else 'were answered ' || cast(send_fact.code as varchar) end) as ending
  from hidden
  join send_fact on hidden.id = send_fact.request
  where send_fact.outcome >= 1 and not send_fact.is_client_line and send_fact.ordinal in (1, hidden.sends)
  group by hidden.route_id, hidden.id, hidden.began
  having count(*) = 2
),
waited as (
  select route_id, lost_ms, row_number() over (partition by route_id order by lost_ms, id) as place, count(*) over (partition by route_id) as requests
  from told
),
middle as (
  select route_id, max(case when place = cast(floor((requests + 1) / 2e0) as bigint) then lost_ms end) as lost_ms, max(requests) as requests
  from waited
  group by route_id
),
ended_so as (
  select route_id, ending, count(*) as requests, row_number() over (partition by route_id order by count(*) desc, ending) as place
  from told
  group by route_id, ending
),
ranked as (
  select hidden.*, row_number() over (partition by route_id order by sends desc, began, id) as place
  from hidden
),
counted as (
  select
    route_id, count(*) as hits, min(began) as first_ms, max(ended) as last_ms, sum(sends) as sends, count_if(is_handed_twice) as handed_twice,
    array_agg(id order by place) filter (where place <= 3) as examples
  from ranked
  group by route_id
  having count(*) >= (select max(params.min_hidden) from params)
)
select
  asked.method || ' ' || asked.route as route,
  date_add('millisecond', counted.first_ms, timestamp '1970-01-01 00:00:00.000000') as first_seen,
  date_add('millisecond', counted.last_ms, timestamp '1970-01-01 00:00:00.000000') as last_seen,
  counted.hits, asked.requests, cast(counted.sends as bigint) as sends, cast(counted.handed_twice as bigint) as handed_twice,
  middle.lost_ms, ended_so.ending,
  cast(counted.hits as varchar) || ' of ' || cast(asked.requests as varchar) || ' requests succeeded only after '
    || cast(counted.sends as varchar) || ' sends, and their lines show no flag'
    || case when counted.handed_twice > 0 then '; ' || cast(counted.handed_twice as varchar) || ' of them reached the application more than once' else '' end
    || coalesce('; callers waited ' || cast(middle.lost_ms as varchar) || ' ms for the sends before the last, in the middle', '') as summary,
  coalesce('of ' || cast(middle.requests as varchar) || ' first sends whose end was logged, ' || cast(ended_so.requests as varchar) || ' ' || ended_so.ending,
    'the sends before the last left no line, as those do that found no connection or whose server side is not logged') as why,
  'log %UPSTREAM_REQUEST_ATTEMPT_COUNT% so that such requests show, and count their first sends as errors of the service' as remedy,
  counted.examples
from counted
cross join params
join route as asked on counted.route_id = asked.route_id
left join middle on counted.route_id = middle.route_id
left join ended_so on counted.route_id = ended_so.route_id and ended_so.place = 1
where counted.hits >= params.min_share * asked.requests
order by counted.hits desc, asked.route, asked.method, counted.route_id
