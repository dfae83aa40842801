-- ---
-- id: unhealthy-upstreams
-- title: >-
--   No healthy host, no route or no cluster
-- means: >-
--   A proxy found nowhere to send a request to - all hosts of the service were gone or ejected (UH), the proxy had no route for it (NR), or its route named a cluster that it does not know (NC). A line with UH and a host belongs to a request of which an earlier send had already been delivered.
-- not-when: >-
--   A service is scaled to zero on purpose, or somebody from outside asks for paths that never existed; of the latter only those on a host with other routes are counted, and only in numbers.
-- do: >-
--   For UH look at readiness, endpoints and outlier detection; for NR and NC at the VirtualService and what it points to.
-- source: >-
--   https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage (UH, NR, NC)
-- reads: [line, request_fact]
-- needs: [response_flags]
-- params:
--   min_unhealthy: { type: INTEGER, unit: "requests", default: 5, min: 1, about: "So many with UH or NC at one service; single ones happen while pods change." }
--   min_unrouted:  { type: INTEGER, unit: "requests", default: 20, min: 1, about: "So many with NR at one authority; scanners cause some anywhere." }
--   min_unrouted_share: { type: DOUBLE, unit: "share of requests", default: 0.01, min: 0, max: 1, about: "And NR must be this part of the requests to that authority, others of which have a route." }
-- columns:
--   route:        { type: VARCHAR,   about: "The service, port and subset that was called; for NR and NC the authority." }
--   first_seen:   { type: TIMESTAMP, unit: "UTC", about: "Start of the first such request." }
--   last_seen:    { type: TIMESTAMP, unit: "UTC", about: "End of the last one." }
--   hits:         { type: BIGINT,    unit: "requests", about: "Such requests." }
--   requests:     { type: BIGINT,    unit: "requests", about: "All requests to the service or authority." }
--   kind:         { type: VARCHAR,   about: "no healthy host, no route or no cluster." }
--   after_send:   { type: BIGINT,    unit: "requests", about: "Hits of which an earlier send was delivered - their lines name a host." }
--   handed_over:  { type: BIGINT,    unit: "requests", about: "Hits of a method that may not be repeated among those." }
--   summary:      { type: VARCHAR,   about: "The numbers in one sentence." }
--   why:          { type: VARCHAR,   about: "What was missing, and what that means for sends before." }
--   remedy:       { type: VARCHAR,   about: "What to change." }
--   examples:     { type: "BIGINT[]", about: "The first hits, those with an earlier send before others." }
-- severity:
--   - { level: info, when: kind = 'no route' }
--   - { level: critical, when: hits >= 0.1 * requests }
--   - { level: warning }
-- ---
with
flagged as (
  select
    line_id,
    case when contains(response_flags, 'UH') then 'no healthy host' when contains(response_flags, 'NC') then 'no cluster' else 'no route' end as kind,
    case when upstream_cluster is null or starts_with(upstream_cluster, 'inbound|') then coalesce(authority, '-') else upstream_cluster end as service,
    coalesce(not starts_with(upstream_cluster, 'inbound|'), false) as is_cluster,
    upstream_host is not null or coalesce(attempt_count, 0) > 1 as has_host
  from line
  where arrays_overlap(response_flags, array['UH', 'NR', 'NC'])
),
ranked as (
  select
    flagged.kind, flagged.service, flagged.is_cluster, request_fact.id, request_fact.began, request_fact.ended,
    -- the server side knows better than the line of a proxy that shows the host of an earlier send
    request_fact.delivered > 0 or (flagged.kind = 'no healthy host' and flagged.has_host) as has_sent,
    request_fact.is_idempotent,
    row_number() over (
      partition by flagged.kind, flagged.service
      order by case when request_fact.delivered > 0 or (flagged.kind = 'no healthy host' and flagged.has_host) then 0 else 1 end, request_fact.began, request_fact.id
    ) as place
  from flagged
  join request_fact on flagged.line_id = request_fact.id
),
counted as (
  select
    ranked.kind, ranked.service, bool_or(ranked.is_cluster) as is_cluster, count(*) as hits, min(ranked.began) as first_ms, max(ranked.ended) as last_ms,
    count_if(ranked.has_sent) as after_send, count_if(ranked.has_sent and not ranked.is_idempotent) as handed_over,
    array_agg(ranked.id order by ranked.place) filter (where ranked.place <= 3) as examples
  from ranked
  cross join params
  group by ranked.kind, ranked.service, params.min_unhealthy, params.min_unrouted
  having count(*) >= case when ranked.kind = 'no route' then params.min_unrouted else params.min_unhealthy end
),
base as (
  select upstream_cluster as service, count(*) as requests
  from line
  where upstream_cluster in (select counted.service from counted where counted.is_cluster) and method is not null
    and (access_log_type is null or access_log_type in ('NotSet', 'DownstreamEnd'))
  group by upstream_cluster
  union all
  select authority, count(*)
  from line
  where authority in (select counted.service from counted where not counted.is_cluster)
    and coalesce(not starts_with(upstream_cluster, 'inbound|'), true) and method is not null
    and (access_log_type is null or access_log_type in ('NotSet', 'DownstreamEnd'))
  group by authority
),
measured as (
  select
    counted.*, replace(counted.service, ';', '') as plain_service, greatest(coalesce(base.requests, counted.hits), counted.hits) as requests
  from counted
  left join base on counted.service = base.service
)
select
  case when regexp_like(plain_service, '^outbound\|[0-9]+\|[^|]*\|.')
       then regexp_replace(split_part(plain_service, '|', 4), '\.svc\.cluster\.local$', '') || ':' || split_part(plain_service, '|', 2)
         || case when split_part(plain_service, '|', 3) = '' then '' else ' subset ' || split_part(plain_service, '|', 3) end
       else regexp_replace(service, '\.svc\.cluster\.local', '') end as route,
  date_add('millisecond', first_ms, timestamp '1970-01-01 00:00:00.000000') as first_seen,
  date_add('millisecond', last_ms, timestamp '1970-01-01 00:00:00.000000') as last_seen,
  hits, requests, kind, cast(after_send as bigint) as after_send, cast(handed_over as bigint) as handed_over,
  cast(hits as varchar) || ' of ' || cast(requests as varchar) || ' requests '
    || case kind when 'no healthy host' then 'found no healthy host (UH)' when 'no cluster' then 'had a route to a cluster that the proxy does not know (NC)' else 'had no route (NR)' end
    || case when after_send > 0 then '; an earlier send of ' || cast(after_send as varchar) || ' of them had been delivered' else '; none of them was sent anywhere' end as summary,
  case kind
    when 'no healthy host' then 'all hosts were gone, not ready or ejected at that moment'
      || case when after_send > 0 then '; lines with UH and a host are of requests that were being sent again when the last host went, so the application may have acted' else '' end
    when 'no cluster' then 'the route points to a service, port or subset that the control plane did not send to the proxy'
    else 'no VirtualService or route takes the paths that were asked for' end as why,
  case kind
    when 'no healthy host' then case when after_send > 0 then 'keep outlierDetection.maxEjectionPercent below 100 so that a failing answer does not empty the cluster; look at readiness and endpoints'
                                     else 'look at readiness, endpoints and outlierDetection.maxEjectionPercent of the service' end
    when 'no cluster' then 'correct host, port or subset in the VirtualService, or add the subset to the DestinationRule'
    else 'add the route, or leave it if nobody should ask for it' end as remedy,
  examples
from measured
cross join params
where kind <> 'no route' or (hits >= params.min_unrouted_share * requests and hits < requests)
order by hits desc, kind, service
