-- ---
-- id: retries-exhausted
-- title: >-
--   Sent again to the limit, and failed all the same
-- means: >-
--   Proxies sent requests again as often as the policy allows and the last send failed too (flag URX). Says what it cost, how the last sends ended and how often sending again helped on this route.
-- not-when: >-
--   The service was down as a whole for a moment; then retries are not to blame, they only made callers wait longer.
-- do: >-
--   Where sending again hardly ever helps, take the retries off the route or mend what fails first. Where it helps, leave them.
-- source: >-
--   https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage (URX)
-- reads: [judged, line, request_fact, route]
-- needs: [response_flags]
-- params:
--   min_exhausted: { type: INTEGER, unit: "requests", default: 5, min: 1, about: "A route with fewer of them is left out; a request or two in a day is what retries are expected to lose." }
--   min_share:     { type: DOUBLE, unit: "share of requests", default: 0.01, min: 0, max: 1, about: "Where sending again helps more often than not, so many must have failed all the same; one in a hundred is what common availability goals allow." }
-- columns:
--   route:        { type: VARCHAR,   about: "Method, authority and path, with the route's name where it has one." }
--   first_seen:   { type: TIMESTAMP, unit: "UTC", about: "Start of the first such request." }
--   last_seen:    { type: TIMESTAMP, unit: "UTC", about: "End of the last one." }
--   hits:         { type: BIGINT,    unit: "requests", about: "Requests that used up their retries and failed." }
--   requests:     { type: BIGINT,    unit: "requests", about: "All requests of the route." }
--   sends:        { type: BIGINT,    unit: "sends", about: "Sends of those that failed; at least so many where no line tells." }
--   median_ms:    { type: BIGINT,    unit: "ms", about: "How long the callers of those waited, in the middle." }
--   spent_ms:     { type: BIGINT,    unit: "ms", about: "How long they waited altogether." }
--   helped:       { type: BIGINT,    unit: "requests", about: "Requests of the route that were sent again and succeeded; null where no line can tell." }
--   handed_twice: { type: BIGINT,    unit: "requests", about: "Those that failed, may not be repeated, and reached the application more than once." }
--   ending:       { type: VARCHAR,   about: "How most of the last sends ended." }
--   ending_hits:  { type: BIGINT,    unit: "requests", about: "How many ended so." }
--   summary:      { type: VARCHAR,   about: "The numbers in one sentence." }
--   why:          { type: VARCHAR,   about: "How the last sends ended, and whether sending again helps." }
--   remedy:       { type: VARCHAR,   about: "What to change." }
--   examples:     { type: "BIGINT[]", about: "Those that took longest." }
-- severity:
--   - { level: info, when: helped >= hits }
--   - { level: warning }
-- ---
with
exhausted as (
  select
    judged.route_id, judged.id, judged.began, judged.ended, judged.sends,
    not judged.is_idempotent and judged.delivered >= 2 as is_handed_twice,
    -- what arrives has a line at the server side, or the sender counts; else a success after a retry cannot be seen
    judged.sends_known_by <> 'lower_bound' as tells_sends,
    case
      when contains(line.response_flags, 'UT') then 'were cut off by perTryTimeout (UT)'
      when contains(line.response_flags, 'UMSDR') then 'outlived the limit of a stream (UMSDR)'
      when contains(line.response_flags, 'UF') then 'found no connection (UF)'
      when strpos(line.response_code_details, 'refused_stream') > 0 then 'were refused by the server (UR)'
      when arrays_overlap(line.response_flags, array['UC', 'UR', 'LR', 'UPE']) then 'ended in a reset of the connection or stream'
      when judged.code = 200 then 'were answered with a gRPC error'
      else 'were answered ' || cast(judged.code as varchar) end as ending
  from judged
  join line on judged.id = line.line_id
  where contains(line.response_flags, 'URX') and not judged.is_server
    -- beside a success it is a hedged send that lost; gRPC errors bear the code of a success
    and (judged.code = 0 or judged.code >= 400 or line.grpc_status > 0 or (line.grpc_status is null and line.bytes_sent = 0))
),
ranked as (
  select
    exhausted.*,
    row_number() over (partition by route_id order by ended - began desc, id) as place,
    count(*) over (partition by route_id) as hits
  from exhausted
),
counted as (
  select
    route_id, count(*) as hits, min(began) as first_ms, max(ended) as last_ms, sum(sends) as sends, sum(ended - began) as spent_ms,
    max(case when place = cast(floor((hits + 1) / 2e0) as bigint) then ended - began end) as median_ms,
    count_if(is_handed_twice) as handed_twice, count_if(ending = 'were answered with a gRPC error') as grpc_errors, bool_or(tells_sends) as tells_sends,
    array_agg(id order by place) filter (where place <= 3) as examples
  from ranked
  group by route_id
),
ended_so as (
  select route_id, ending, count(*) as hits, row_number() over (partition by route_id order by count(*) desc, ending) as place
  from exhausted
  group by route_id, ending
),
base as (
  select
    request_fact.route_id, count(*) as requests,
    count_if(request_fact.outcome is null and request_fact.sends > 1 and request_fact.code between 200 and 399) as succeeded
  from request_fact
  join counted on request_fact.route_id = counted.route_id
  group by request_fact.route_id
),
measured as (
  select
    counted.*, base.requests, ended_so.ending, ended_so.hits as ending_hits,
    -- gRPC errors that used up their retries have the code of a success
    case when counted.tells_sends then base.succeeded - counted.grpc_errors end as helped
  from counted
  join base on counted.route_id = base.route_id
  join ended_so on counted.route_id = ended_so.route_id and ended_so.place = 1
  cross join params
  where counted.hits >= params.min_exhausted
    and (coalesce(base.succeeded - counted.grpc_errors, 0) < counted.hits or counted.hits >= params.min_share * base.requests)
)
select
  asked.method || ' ' || asked.route as route,
  date_add('millisecond', measured.first_ms, timestamp '1970-01-01 00:00:00.000000') as first_seen,
  date_add('millisecond', measured.last_ms, timestamp '1970-01-01 00:00:00.000000') as last_seen,
  measured.hits, measured.requests, cast(measured.sends as bigint) as sends, measured.median_ms, cast(measured.spent_ms as bigint) as spent_ms,
  cast(measured.helped as bigint) as helped, cast(measured.handed_twice as bigint) as handed_twice, measured.ending, measured.ending_hits,
  cast(measured.hits as varchar) || ' of ' || cast(measured.requests as varchar) || ' requests failed after all retries: '
    || cast(measured.sends as varchar) || case when measured.helped is null then ' or more' else '' end || ' sends, and callers waited '
    || cast(measured.median_ms as varchar) || ' ms in the middle' as summary,
  cast(measured.ending_hits as varchar) || ' of ' || cast(measured.hits as varchar) || ' last sends ' || measured.ending || '; '
    || case when measured.helped is null then 'whether sending again ever helps cannot be seen: no line tells how often a request was sent'
            when measured.helped = 0 then 'sending again never helped on this route'
            else 'sending again helped ' || cast(measured.helped as varchar) || ' other requests' end as why,
  case when measured.handed_twice > 0
       then 'give ' || asked.method || ' its own route with retryOn connect-failure,refused-stream: ' || cast(cast(measured.handed_twice as bigint) as varchar) || ' of these reached the application more than once and failed all the same'
       when measured.helped is null then 'log the server side too, or %UPSTREAM_REQUEST_ATTEMPT_COUNT%, to see whether these retries are of use'
       when measured.helped < measured.hits and measured.ending like 'were cut off%' then 'take the retries off this route, or give a send the time that it needs; sending again mostly fails the same way'
       when measured.helped < measured.hits then 'take the retries off this route (attempts: 0) or mend what fails first; sending again mostly fails the same way'
       else 'leave the retries; look at what fails' end as remedy,
  measured.examples
from measured
join route as asked on measured.route_id = asked.route_id
order by measured.hits desc, asked.route, asked.method, measured.route_id
