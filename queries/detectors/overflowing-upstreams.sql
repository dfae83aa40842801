-- ---
-- id: overflowing-upstreams
-- title: >-
--   Circuit breakers refuse requests
-- means: >-
--   A proxy's own limit for a service was reached (flag UO). Three kinds are told apart - no connection or place in the queue was left, so the request was refused; the cluster is in maintenance mode; or a retry was refused, by the retry breaker or budget, and the caller got the failure of the send before.
-- not-when: >-
--   The limit is meant to shed load, and callers can live with a 503. A refused retry is what a retry budget is for.
-- do: >-
--   Compare the limit in the DestinationRule with what the service can bear, per proxy - each proxy counts for itself. Do not raise a retry limit to make the flag go away.
-- source: >-
--   https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/circuit_breaking
-- reads: [line, request_fact]
-- needs: [response_flags]
-- params:
--   min_overflows: { type: INTEGER, unit: "requests", default: 5, min: 1, about: "A service with fewer of them is left out; a short burst meets a limit once or twice." }
-- columns:
--   route:        { type: VARCHAR,   about: "The service, port and subset that was called; where no cluster is logged, the authority." }
--   first_seen:   { type: TIMESTAMP, unit: "UTC", about: "Start of the first such request." }
--   last_seen:    { type: TIMESTAMP, unit: "UTC", about: "End of the last one." }
--   hits:         { type: BIGINT,    unit: "requests", about: "Requests with the flag UO." }
--   requests:     { type: BIGINT,    unit: "requests", about: "All requests to the service." }
--   overflows:    { type: BIGINT,    unit: "requests", about: "Refused because no connection or place in the queue was left." }
--   maintenance:  { type: BIGINT,    unit: "requests", about: "Refused because the cluster is in maintenance mode." }
--   refused_retries: { type: BIGINT, unit: "requests", about: "Not sent again, because the retry breaker or budget refused it." }
--   unclear:      { type: BIGINT,    unit: "requests", about: "Of a kind that the line does not tell." }
--   handed_over:  { type: BIGINT,    unit: "requests", about: "Hits of which an earlier send had reached the application, or whose answer it was." }
--   proxies:      { type: BIGINT,    unit: "proxies", about: "Proxies whose limit was reached." }
--   summary:      { type: VARCHAR,   about: "The numbers in one sentence." }
--   why:          { type: VARCHAR,   about: "Which kind it is." }
--   remedy:       { type: VARCHAR,   about: "What to change." }
--   examples:     { type: "BIGINT[]", about: "The first hits, those with an earlier send before others." }
-- severity:
--   - { level: critical, when: overflows + maintenance >= 0.1 * requests }
--   - { level: warning, when: overflows + maintenance + unclear > 0 }
--   - { level: info }
-- ---
with
flagged as (
  select
    line_id, origin_id,
    case when upstream_cluster is null or starts_with(upstream_cluster, 'inbound|') then coalesce(authority, '-') else upstream_cluster end as service,
    coalesce(not starts_with(upstream_cluster, 'inbound|'), false) as is_cluster,
    case when response_code_details is null then 'unclear'
         when strpos(response_code_details, 'overflow') > 0 then 'overflow'
         when response_code_details = 'maintenance_mode' then 'maintenance'
         else 'refused retry' end as kind,
    -- nothing is received of a request that is refused before its first send (retry-semantics 13.1 row 7)
    coalesce(attempt_count > 1, strpos(response_code_details, 'overflow') > 0 and bytes_received > 0, false) as is_later_send
  from line
  where contains(response_flags, 'UO')
),
ranked as (
  select
    flagged.service, flagged.is_cluster, flagged.origin_id, flagged.kind, request_fact.id, request_fact.began, request_fact.ended,
    request_fact.delivered > 0 or flagged.is_later_send as is_handed_over,
    row_number() over (
      partition by flagged.service order by case when request_fact.delivered > 0 or flagged.is_later_send then 0 else 1 end, request_fact.began, request_fact.id
    ) as place
  from flagged
  join request_fact on flagged.line_id = request_fact.id
),
counted as (
  select
    ranked.service, bool_or(ranked.is_cluster) as is_cluster, count(*) as hits, min(ranked.began) as first_ms, max(ranked.ended) as last_ms,
    count_if(ranked.kind = 'overflow') as overflows, count_if(ranked.kind = 'maintenance') as maintenance, count_if(ranked.kind = 'refused retry') as refused_retries,
    count_if(ranked.kind = 'unclear') as unclear, count_if(ranked.is_handed_over) as handed_over, count(distinct ranked.origin_id) as proxies,
    array_agg(ranked.id order by ranked.place) filter (where ranked.place <= 3) as examples
  from ranked
  cross join params
  group by ranked.service, params.min_overflows
  having count(*) >= params.min_overflows
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
    and (upstream_cluster is null or starts_with(upstream_cluster, 'inbound|')) and method is not null
    and (access_log_type is null or access_log_type in ('NotSet', 'DownstreamEnd'))
  group by authority
),
measured as (
  select counted.*, replace(counted.service, ';', '') as plain_service, greatest(coalesce(base.requests, counted.hits), counted.hits) as requests
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
  hits, requests,
  cast(overflows as bigint) as overflows, cast(maintenance as bigint) as maintenance, cast(refused_retries as bigint) as refused_retries,
  cast(unclear as bigint) as unclear, cast(handed_over as bigint) as handed_over, proxies,
  cast(hits as varchar) || ' of ' || cast(requests as varchar) || ' requests were stopped by a limit of the proxy (UO)'
    || case when handed_over > 0 then '; the application had got ' || cast(handed_over as varchar) || ' of them' else '; the application got none of them' end as summary,
  substr(
    case when overflows > 0 then '; ' || cast(overflows as varchar) || ' found no connection or place in the queue' else '' end
    || case when maintenance > 0 then '; ' || cast(maintenance as varchar) || ' met a cluster in maintenance mode' else '' end
    || case when refused_retries > 0 then '; ' || cast(refused_retries as varchar) || ' were not sent again, because the retry breaker or budget was used up' else '' end
    || case when unclear > 0 then '; of ' || cast(unclear as varchar) || ' the line does not tell the kind' else '' end
    || '; at ' || cast(proxies as varchar) || case when proxies = 1 then ' proxy' else ' proxies' end, 3) as why,
  case
    when overflows >= maintenance and overflows >= refused_retries and overflows > 0
      then 'raise connectionPool.tcp.maxConnections and connectionPool.http.http1MaxPendingRequests (http2MaxRequests for HTTP/2) above what one proxy sends at a time, or add pods'
    when maintenance >= refused_retries and maintenance > 0
      then 'set the runtime key upstream.maintenance_mode of this cluster back to 0'
    when refused_retries > 0
      then 'leave the limit: it kept retries from piling up; mend what fails first, and raise maxRetries or retryBudget only if the service can bear more'
    else 'add %RESPONSE_CODE_DETAILS% to the format, which tells the kind' end as remedy,
  examples
from measured
order by hits desc, service
