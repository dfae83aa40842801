-- ---
-- id: uneven-subsets
-- title: >-
--   One host or subset of a service fails far more than the others
-- means: >-
--   Of the sends to one host, or to one subset (version) of a service, a far larger part failed or had to be sent again than of those to the rest of the same service - by a margin that chance does not explain.
-- not-when: >-
--   The subset gets other calls than the rest, as a canary or a route of its own does.
-- do: >-
--   Take the host or subset out of rotation and look at what differs - version, node, configuration, warm-up.
-- source: >-
--   https://www.itl.nist.gov/div898/handbook/prc/section3/prc33.htm (comparing two proportions)
-- reads: [judged, send_fact, line, request_fact, origin]
-- needs: [upstream_host, upstream_cluster]
-- params:
--   min_sends:    { type: INTEGER, unit: "sends", default: 30, min: 2, about: "So many sends on either side of the comparison." }
--   min_failures: { type: INTEGER, unit: "sends", default: 10, min: 1, about: "So many failed sends; the test needs some of each kind." }
--   min_ratio:    { type: DOUBLE, unit: "times", default: 3, min: 1, about: "The share of failures is so many times that of the rest." }
--   min_z:        { type: DOUBLE, unit: "standard errors", default: 5, min: 1, about: "And the difference is so many standard errors; at five, one comparison in millions is chance, and many are made." }
-- columns:
--   route:        { type: VARCHAR,   about: "The service and port; where no cluster is logged, the authority." }
--   first_seen:   { type: TIMESTAMP, unit: "UTC", about: "Start of the first failed send, or of the request it belongs to." }
--   last_seen:    { type: TIMESTAMP, unit: "UTC", about: "Start of the last one." }
--   hits:         { type: BIGINT,    unit: "sends", about: "Failed sends to the host or subset." }
--   sends:        { type: BIGINT,    unit: "sends", about: "All sends to it." }
--   kind:         { type: VARCHAR,   about: "host or subset." }
--   subject:      { type: VARCHAR,   about: "The address of the host or the name of the subset." }
--   proxy:        { type: VARCHAR,   about: "For a host, the proxy in front of the application there; null where it does not log." }
--   share:        { type: DOUBLE,    unit: "share of sends", about: "hits / sends." }
--   other_failures: { type: BIGINT,  unit: "sends", about: "Failed sends to the rest of the service." }
--   other_sends:  { type: BIGINT,    unit: "sends", about: "All sends to the rest of the service." }
--   other_share:  { type: DOUBLE,    unit: "share of sends", about: "other_failures / other_sends." }
--   z:            { type: DOUBLE,    unit: "standard errors", about: "How far the two shares are apart." }
--   summary:      { type: VARCHAR,   about: "The numbers in one sentence." }
--   why:          { type: VARCHAR,   about: "How the rest of the service does." }
--   remedy:       { type: VARCHAR,   about: "What to change." }
--   examples:     { type: "BIGINT[]", about: "The first requests with a failed send there." }
-- severity:
--   - { level: warning }
-- ---
with
-- failed sends one by one, and the number of all others, by the cluster and the host they were made to
sent as (
  -- a send that was followed by another; the line of who was sent to tells the host
  select
    case when asked.upstream_cluster is null or starts_with(asked.upstream_cluster, 'inbound|') then coalesce(asked.authority, '-') else asked.upstream_cluster end as cluster,
    case when starts_with(got.upstream_cluster, 'inbound|') then got.downstream_local_address else coalesce(got.upstream_host, got.downstream_local_address) end as host,
    judged.id, judged.began, 1 as sends, 1 as failures
  from judged
  join send_fact on judged.id = send_fact.request
  join line as asked on judged.id = asked.line_id
  join line as got on send_fact.line_id = got.line_id
  where send_fact.ordinal < judged.sends and not send_fact.is_client_line and send_fact.outcome >= 1
  union all
  -- the last send, of which the line of the proxy that sent names the host
  select line.upstream_cluster, line.upstream_host, line.line_id, request_fact.began, 0, 1
  from line
  join request_fact on line.line_id = request_fact.id
  where line.response_code >= 500 and request_fact.code >= 500 and not request_fact.is_server and line.upstream_host is not null and not starts_with(line.upstream_cluster, 'inbound|')
    and coalesce(line.response_code_details, '') <> 'no_healthy_upstream'
  union all
  select line.upstream_cluster, line.upstream_host, line.line_id, request_fact.began, 0, 1
  from line
  join request_fact on line.line_id = request_fact.id
  where line.grpc_status in (4, 8, 13, 14) and line.response_code < 500 and not request_fact.is_server and line.upstream_host is not null and not starts_with(line.upstream_cluster, 'inbound|')
  union all
  select upstream_cluster, upstream_host, null, null, count(*), 0
  from line
  where response_code > 0 and upstream_host is not null and method is not null and not starts_with(upstream_cluster, 'inbound|')
    and (access_log_type is null or access_log_type in ('NotSet', 'DownstreamEnd'))
  group by upstream_cluster, upstream_host
  union all
  -- the only send, or the last, of a request of which only the server side logged
  select
    case when line.upstream_cluster is null or starts_with(line.upstream_cluster, 'inbound|') then coalesce(line.authority, '-') else line.upstream_cluster end,
    case when line.upstream_cluster is null or starts_with(line.upstream_cluster, 'inbound|') then line.downstream_local_address else line.upstream_host end,
    case when request_fact.code = 0 or request_fact.code >= 500 or line.grpc_status in (4, 8, 13, 14) then line.line_id end,
    case when request_fact.code = 0 or request_fact.code >= 500 or line.grpc_status in (4, 8, 13, 14) then request_fact.began end,
    count(*), count(case when request_fact.code = 0 or request_fact.code >= 500 or line.grpc_status in (4, 8, 13, 14) then 1 end)
  from request_fact
  join line on request_fact.id = line.line_id
  where request_fact.is_server
  group by 1, 2, 3, 4
),
ranked as (
  select
    sent.*,
    row_number() over (partition by cluster, host order by case when failures > 0 then 0 else 1 end, began, id) as place
  from sent
),
tallied as (
  select
    cluster, host, sum(sends) as sends, sum(failures) as failures,
    min(case when failures > 0 then began end) as first_ms, max(case when failures > 0 then began end) as last_ms,
    array_agg(id order by place) filter (where failures > 0 and place <= 3) as examples
  from ranked
  group by cluster, host
),
-- a cluster outbound|port|subset|host is a subset of a service; others are services of their own
placed as (
  select
    tallied.*,
    case when regexp_like(cluster, '^outbound\|[0-9]+\|[^|]*\|.')
         then regexp_replace(replace(split_part(cluster, '|', 4), ';', ''), '\.svc\.cluster\.local$', '') || ':' || split_part(cluster, '|', 2)
         else regexp_replace(cluster, '\.svc\.cluster\.local', '') end as service,
    case when regexp_like(cluster, '^outbound\|[0-9]+\|[^|]+\|.') then split_part(cluster, '|', 3) end as subset
  from tallied
),
-- hosts are compared inside a cluster, where they get the same calls; subsets with the other named ones, or with what has no subset if there is one only
unit as (
  select
    service, cluster, 'host' as kind, host as subject, sends, failures, first_ms, last_ms, examples,
    sum(sends) over (partition by cluster) as all_sends, sum(failures) over (partition by cluster) as all_failures
  from placed
  union all
  select
    service, '', 'subset', subset, sends, failures, first_ms, last_ms, examples,
    sum(sends) over (partition by service), sum(failures) over (partition by service)
  from (
    select
      service, subset, sum(sends) as sends, sum(failures) as failures, min(first_ms) as first_ms, max(last_ms) as last_ms,
      max(case when place = 1 then examples end) as examples, count(subset) over (partition by service) as named
    from (select placed.*, row_number() over (partition by service, subset order by failures desc, cluster, host) as place from placed) as hosts
    group by service, subset
  ) as subsets
  where subset is not null or named < 2
),
compared as (
  select
    service, cluster, kind, subject, sends, failures, first_ms, last_ms, examples, all_sends - sends as other_sends, all_failures - failures as other_failures,
    1e0 * failures / sends as share,
    1e0 * (all_failures - failures) / nullif(all_sends - sends, 0) as other_share,
    sqrt(abs(1e0 * all_failures / all_sends * (1 - 1e0 * all_failures / all_sends)) * (1e0 / sends + 1e0 / nullif(all_sends - sends, 0))) as error
  from unit
  where sends > 0 and subject is not null
),
chosen as (
  select
    compared.*, (compared.share - compared.other_share) / compared.error as z,
    row_number() over (
      partition by compared.service order by round((compared.share - compared.other_share) / compared.error, 6) desc, compared.kind desc, compared.subject, compared.cluster
    ) as place
  from compared
  cross join params
  where compared.error > 0 and compared.sends >= params.min_sends and compared.other_sends >= params.min_sends and compared.failures >= params.min_failures
    and compared.share >= params.min_ratio * (compared.other_failures + 5e-1) / (compared.other_sends + 1)
    and compared.share - compared.other_share >= params.min_z * compared.error
),
-- which proxy stands at an address
standing as (
  select line.downstream_local_address as host, max(origin.proxy) as proxy
  from line
  join origin on line.origin_id = origin.origin_id
  where starts_with(line.upstream_cluster, 'inbound|') and line.downstream_local_address is not null
  group by line.downstream_local_address
)
select
  chosen.service as route,
  date_add('millisecond', chosen.first_ms, timestamp '1970-01-01 00:00:00.000000') as first_seen,
  date_add('millisecond', chosen.last_ms, timestamp '1970-01-01 00:00:00.000000') as last_seen,
  cast(chosen.failures as bigint) as hits, cast(chosen.sends as bigint) as sends, chosen.kind, chosen.subject, standing.proxy,
  round(chosen.share, 4) as share, cast(chosen.other_failures as bigint) as other_failures, cast(chosen.other_sends as bigint) as other_sends,
  round(chosen.other_share, 4) as other_share, round(chosen.z, 1) as z,
  chosen.kind || ' ' || coalesce(standing.proxy || ' (' || chosen.subject || ')', chosen.subject) || ': ' || cast(cast(chosen.failures as bigint) as varchar) || ' of '
    || cast(cast(chosen.sends as bigint) as varchar) || ' sends failed; of those to the rest ' || cast(cast(chosen.other_failures as bigint) as varchar) || ' of '
    || cast(cast(chosen.other_sends as bigint) as varchar) as summary,
  case when chosen.other_failures = 0 then 'no send to the rest failed'
       else 'the share of failures there is ' || cast(cast(round(chosen.share / chosen.other_share) as bigint) as varchar) || ' times that of the rest' end
    || ', and the difference is ' || cast(cast(floor(chosen.z) as bigint) as varchar) || ' standard errors; chance seldom makes more than three' as why,
  case chosen.kind when 'host' then 'take this pod out of rotation and look at its node, version and load; outlierDetection in the DestinationRule does so by itself'
    else 'send less to this subset until it is mended' end as remedy,
  chosen.examples
from chosen
left join standing on case when chosen.kind = 'host' then chosen.subject end = standing.host
where chosen.place = 1
order by hits desc, route
