-- ---
-- id: reset-upstreams
-- title: >-
--   Servers that break connections off
-- means: >-
--   Sends ended because the other side closed the connection, reset the stream or broke the protocol (flags UC, UR, UPE). Three kinds are told apart - within 10 ms the keep-alive race, in which a server closes an idle connection just as a request comes; later a death while it worked; and an answer that broke off after it had begun.
-- not-when: >-
--   Pods are being replaced without a pause for open connections; then it ends with the rollout.
-- do: >-
--   Against the race let the proxy close idle connections before the server does. Against deaths look at the server. Do not send POST again for either, since a server that dies while working may have finished.
-- source: >-
--   https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage (UC, UR, UPE); https://github.com/envoyproxy/envoy/issues/8639
-- reads: [line, request_fact, send_fact]
-- needs: [response_flags]
-- params:
--   min_resets: { type: INTEGER, unit: "sends", default: 5, min: 1, about: "A service with fewer of them is left out; single ones happen on any network." }
--   race_ms:    { type: INTEGER, unit: "ms", default: 10, min: 1, about: "A send that was broken off sooner met a connection that was closing; measured 0 to 1 ms on Envoy 1.40." }
-- columns:
--   route:        { type: VARCHAR,   about: "The service, port and subset that was called; where no cluster is logged, the authority." }
--   first_seen:   { type: TIMESTAMP, unit: "UTC", about: "Start of the first request with such a send." }
--   last_seen:    { type: TIMESTAMP, unit: "UTC", about: "End of the last one." }
--   hits:         { type: BIGINT,    unit: "requests", about: "Requests with such a send." }
--   requests:     { type: BIGINT,    unit: "requests", about: "All requests to the service." }
--   races:        { type: BIGINT,    unit: "sends", about: "Broken off within 10 ms and before an answer, as in the keep-alive race." }
--   deaths:       { type: BIGINT,    unit: "sends", about: "Broken off later, before an answer." }
--   cut_answers:  { type: BIGINT,    unit: "sends", about: "Broken off after the answer had begun, so that the application had acted." }
--   unclear:      { type: BIGINT,    unit: "sends", about: "Last sends of requests of which only the whole duration is known." }
--   failed:       { type: BIGINT,    unit: "requests", about: "Hits that their callers saw fail." }
--   handed_twice: { type: BIGINT,    unit: "requests", about: "Hits that may not be repeated and reached the application more than once." }
--   median_ms:    { type: BIGINT,    unit: "ms", about: "Duration of the sends that were broken off while the server worked, in the middle." }
--   is_fixed:     { type: BOOLEAN,   about: "Whether nearly all of those lasted equally long, as under a timeout of the server." }
--   hosts:        { type: BIGINT,    unit: "hosts", about: "Hosts that broke off." }
--   host:         { type: VARCHAR,   about: "The one that did most often; null where none is logged." }
--   host_resets:  { type: BIGINT,    unit: "sends", about: "How often it did." }
--   summary:      { type: VARCHAR,   about: "The numbers in one sentence." }
--   why:          { type: VARCHAR,   about: "Which kind it is." }
--   remedy:       { type: VARCHAR,   about: "What to change." }
--   examples:     { type: "BIGINT[]", about: "Hits with the longest broken sends." }
-- severity:
--   - { level: critical, when: failed >= 0.1 * requests }
--   - { level: warning, when: deaths + cut_answers > 0 or failed > 0 }
--   - { level: info }
-- ---
with
broken as (
  select
    line_id, coalesce(duration_ms, 0) as took, response_code_details as details, upstream_host,
    -- the router's own log speaks as the sender of each send
    case when access_log_type = 'UpstreamEnd' then upstream_host else downstream_local_address end as served_at
  from line
  where arrays_overlap(response_flags, array['UC', 'UR', 'UPE']) and coalesce(strpos(response_code_details, 'refused_stream'), 0) = 0
),
-- of a send that both sides logged, the server side's line tells; of others the proxy's that sent
sent as (
  select
    request_fact.id, broken.took, broken.details, 1 as sends,
    case when request_fact.server_line is null then broken.upstream_host else broken.served_at end as host
  from broken
  join request_fact on broken.line_id = coalesce(request_fact.server_line, request_fact.id)
  where request_fact.outcome is not null
  union all
  select
    send_fact.request, broken.took, broken.details, case when send_fact.is_client_line then send_fact.ordinal else 1 end,
    case when send_fact.is_client_line then broken.upstream_host else broken.served_at end
  from broken
  join send_fact on broken.line_id = send_fact.line_id
),
kinded as (
  select
    sent.id, sent.took, sent.host, request_fact.began, request_fact.ended,
    case
      when starts_with(sent.details, 'upstream_reset_after_response_started') or (sent.details is null and request_fact.code between 200 and 399) then 'cut_answer'
      -- the duration of several sends holds the back-off, at most 25, 75, 175 ms (retry-semantics 1.2)
      when sent.sends > 1 then case when sent.took > 25 * (power(2e0, sent.sends - 1) - 1) + params.race_ms * sent.sends then 'death' else 'unclear' end
      when sent.took < params.race_ms then 'race'
      else 'death' end as kind,
    request_fact.code = 0 or request_fact.code >= 500 as has_failed,
    not request_fact.is_idempotent and request_fact.delivered >= 2 as is_handed_twice,
    -- what the sender called it; on the server side alone all clusters have one name
    case when line.upstream_cluster is null or starts_with(line.upstream_cluster, 'inbound|') then coalesce(line.authority, '-') else line.upstream_cluster end as service,
    coalesce(not starts_with(line.upstream_cluster, 'inbound|'), false) as is_cluster
  from sent
  cross join params
  join request_fact on sent.id = request_fact.id
  join line on sent.id = line.line_id
),
ranked as (
  select
    service, is_cluster, kind, took,
    row_number() over (partition by service, kind order by took, id) as place,
    count(*) over (partition by service, kind) as sends
  from kinded
),
measured as (
  select
    service, bool_or(is_cluster) as is_cluster,
    count_if(kind = 'race') as races, count_if(kind = 'death') as deaths, count_if(kind = 'cut_answer') as cut_answers, count_if(kind = 'unclear') as unclear,
    max(case when kind = 'death' and place = cast(floor((sends + 1) / 2e0) as bigint) then took end) as median_ms,
    max(case when kind = 'death' and place = cast(floor(sends / 1e1) as bigint) + 1 then took end) as low_ms,
    max(case when kind = 'death' and place = sends - cast(floor(sends / 1e1) as bigint) then took end) as high_ms
  from ranked
  group by service
  having count(*) >= (select max(params.min_resets) from params)
),
hurt as (
  select
    service, id, min(began) as began, max(ended) as ended, bool_or(has_failed or kind = 'cut_answer') as has_failed, bool_or(is_handed_twice) as is_handed_twice,
    row_number() over (partition by service order by max(took) desc, id) as place
  from kinded
  group by service, id
),
counted as (
  select
    service, count(*) as hits, min(began) as first_ms, max(ended) as last_ms, count_if(has_failed) as failed, count_if(is_handed_twice) as handed_twice,
    array_agg(id order by place) filter (where place <= 3) as examples
  from hurt
  group by service
),
at_host as (
  select
    service, host, count(*) as resets, row_number() over (partition by service order by count(*) desc, host) as place, count(*) over (partition by service) as hosts
  from kinded
  where host is not null
  group by service, host
),
base as (
  select upstream_cluster as service, count(*) as requests
  from line
  where upstream_cluster in (select measured.service from measured where measured.is_cluster) and method is not null
    and (access_log_type is null or access_log_type in ('NotSet', 'DownstreamEnd'))
  group by upstream_cluster
  union all
  select authority, count(*)
  from line
  where authority in (select measured.service from measured where not measured.is_cluster)
    and (upstream_cluster is null or starts_with(upstream_cluster, 'inbound|')) and method is not null
    and (access_log_type is null or access_log_type in ('NotSet', 'DownstreamEnd'))
  group by authority
),
worded as (
  select
    counted.*, measured.is_cluster, replace(counted.service, ';', '') as plain_service, measured.races, measured.deaths, measured.cut_answers, measured.unclear, measured.median_ms, greatest(coalesce(base.requests, counted.hits), counted.hits) as requests, coalesce(at_host.hosts, 0) as hosts, at_host.host, coalesce(at_host.resets, 0) as host_resets,
    measured.deaths >= 10 and measured.median_ms >= 1000 and measured.high_ms - measured.low_ms <= greatest(2e0, 2e-2 * measured.median_ms) as is_fixed
  from measured
  join counted on measured.service = counted.service
  left join base on counted.service = base.service
  left join at_host on counted.service = at_host.service and at_host.place = 1
)
select
  case when regexp_like(plain_service, '^outbound\|[0-9]+\|[^|]*\|.')
       then regexp_replace(split_part(plain_service, '|', 4), '\.svc\.cluster\.local$', '') || ':' || split_part(plain_service, '|', 2)
         || case when split_part(plain_service, '|', 3) = '' then '' else ' subset ' || split_part(plain_service, '|', 3) end
       else service end as route,
  date_add('millisecond', first_ms, timestamp '1970-01-01 00:00:00.000000') as first_seen,
  date_add('millisecond', last_ms, timestamp '1970-01-01 00:00:00.000000') as last_seen,
  cast(hits as bigint) as hits, requests, cast(races as bigint) as races, cast(deaths as bigint) as deaths, cast(cut_answers as bigint) as cut_answers,
  cast(unclear as bigint) as unclear, cast(failed as bigint) as failed, cast(handed_twice as bigint) as handed_twice, median_ms, is_fixed, hosts, host, host_resets,
  cast(hits as varchar) || ' of ' || cast(requests as varchar) || ' requests had a send that the server broke off; their callers saw '
    || cast(failed as varchar) || ' fail'
    || case when handed_twice > 0 then ', and ' || cast(handed_twice as varchar) || ' reached the application more than once' else '' end as summary,
  substr(
    case when races > 0 then '; ' || cast(races as varchar) || ' sends within 10 ms, as on a connection that was just closing (keep-alive race)' else '' end
    || case when deaths > 0 then '; ' || cast(deaths as varchar) || ' while the server worked, after ' || cast(median_ms as varchar) || ' ms in the middle'
         || case when is_fixed then ' and nearly all alike, as under a timeout of the server' else '' end else '' end
    || case when cut_answers > 0 then '; ' || cast(cut_answers as varchar) || ' after the answer had begun' else '' end
    || case when unclear > 0 then '; ' || cast(unclear as varchar) || ' that cannot be told apart' else '' end
    || case when host is not null then '; ' || cast(host_resets as varchar) || ' at ' || host || case when hosts > 1 then ', the most of ' || cast(hosts as varchar) || ' hosts' else '' end else '' end, 3) as why,
  case
    when is_fixed then 'raise the timeout of the server (or of the application''s framework) above what this route takes, or answer before it'
    when deaths + cut_answers >= races + unclear then 'look at what ends the server''s process or connection (crash, memory limit, shutdown without draining)'
      || case when handed_twice > 0 then '; and do not send what may not be repeated again for it: retryOn connect-failure,refused-stream' else '' end
    when races > 0 then 'set connectionPool.http.idleTimeout in the DestinationRule below the keep-alive timeout of the server'
    else 'log the server side, which tells the duration of each send' end as remedy,
  examples
from worded
order by hits desc, service
