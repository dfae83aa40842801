-- ---
-- id: tls-failures
-- title: >-
--   TLS to an upstream fails
-- means: >-
--   A proxy could not agree on TLS with the server that it was to send to, and the line says why. The request never left the proxy, so whatever was sent again because of it ran nowhere twice.
-- not-when: >-
--   A certificate is being exchanged and the failures stop by themselves within seconds.
-- do: >-
--   Mend what the reason names - certificate, authority, port or mode - at the server or in the DestinationRule.
-- source: >-
--   https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage (UPSTREAM_TRANSPORT_FAILURE_REASON); https://istio.io/latest/docs/ops/common-problems/network-issues/
-- reads: [line]
-- needs: [response_flags, response_code_details]
-- params:
--   min_failures: { type: INTEGER, unit: "requests", default: 3, min: 1, about: "So many with one reason at one cluster; a single one happens when a certificate is exchanged." }
-- columns:
--   route:        { type: VARCHAR,   about: "The service, port and subset that was called, else the cluster or host." }
--   first_seen:   { type: TIMESTAMP, unit: "UTC", about: "Start of the first request that failed so." }
--   last_seen:    { type: TIMESTAMP, unit: "UTC", about: "End of the last one." }
--   hits:         { type: BIGINT,    unit: "requests", about: "Requests that failed for this reason; where only the router's own log is there, sends." }
--   requests:     { type: BIGINT,    unit: "requests", about: "All requests to the same cluster." }
--   cluster:      { type: VARCHAR,   about: "The Envoy cluster as logged." }
--   reason:       { type: VARCHAR,   about: "The reason as the TLS library names it." }
--   failing_hosts: { type: BIGINT,   unit: "hosts", about: "Hosts that it failed at." }
--   hosts:        { type: BIGINT,    unit: "hosts", about: "Hosts of the cluster that requests were sent to." }
--   host:         { type: VARCHAR,   about: "The host that it failed at most often; null where none is logged." }
--   summary:      { type: VARCHAR,   about: "The numbers in one sentence." }
--   why:          { type: VARCHAR,   about: "The reason in words." }
--   remedy:       { type: VARCHAR,   about: "What to change." }
--   examples:     { type: "BIGINT[]", about: "The first such requests." }
-- severity:
--   - { level: critical, when: hits >= 0.1 * requests }
--   - { level: warning }
-- ---
with
-- newer proxies put the reason into the details too, older ones have no details or name it there after a comma
failed as (
  select
    line_id, start_time, duration_ms, upstream_host, upstream_cluster, authority, access_log_type, response_code_details as text
  from line
  where strpos(response_code_details, 'TLS') > 0 or strpos(response_code_details, 'SDS') > 0
  union all
  select
    line_id, start_time, duration_ms, upstream_host, upstream_cluster, authority, access_log_type, upstream_transport_failure_reason
  from line
  where (strpos(upstream_transport_failure_reason, 'TLS') > 0 or strpos(upstream_transport_failure_reason, 'SDS') > 0)
    and coalesce(strpos(response_code_details, 'TLS') + strpos(response_code_details, 'SDS'), 0) = 0
),
-- blanks are written as they are or as underscores, depending on Envoy's version
reasoned as (
  select
    line_id, start_time, coalesce(duration_ms, 0) as took, upstream_host, coalesce(upstream_cluster, '') as cluster,
    case when upstream_cluster is null then coalesce(authority, '') else '' end as authority, coalesce(access_log_type = 'UpstreamEnd', false) as is_send,
    case when regexp_like(text, '[Ss]ecret[ _]is[ _]not[ _]supplied') then 'SECRET_NOT_SUPPLIED'
         when regexp_like(text, 'cert(ificate)?[ _]has[ _]expired') then 'CERTIFICATE_HAS_EXPIRED'
         else coalesce(regexp_extract(text, 'OPENSSL_internal:([A-Z0-9_]+)', 1), 'UNKNOWN') end as reason
  from failed
  where access_log_type is null or access_log_type in ('NotSet', 'DownstreamEnd', 'UpstreamEnd')
),
ranked as (
  select reasoned.*, row_number() over (partition by cluster, authority, reason order by is_send, start_time, line_id) as place
  from reasoned
),
counted as (
  select
    cluster, authority, reason,
    case when count_if(not is_send) > 0 then count_if(not is_send) else count(*) end as hits,
    min(start_time) as first_time, max(date_add('millisecond', took, start_time)) as last_time,
    count(distinct upstream_host) as failing_hosts,
    array_agg(line_id order by place) filter (where place <= 3) as examples
  from ranked
  group by cluster, authority, reason
  having count(*) >= (select max(params.min_failures) from params)
),
at_host as (
  select cluster, authority, reason, upstream_host, row_number() over (partition by cluster, authority, reason order by count(*) desc, upstream_host) as place
  from reasoned
  where upstream_host is not null
  group by cluster, authority, reason, upstream_host
),
sent as (
  select
    coalesce(line.upstream_cluster, '') as cluster, case when line.upstream_cluster is null then line.authority else '' end as authority, line.upstream_host,
    count_if(coalesce(line.access_log_type, '') <> 'UpstreamEnd') as requests, count(*) as lines
  from line
  where line.upstream_cluster in (select counted.cluster from counted) or (line.upstream_cluster is null and line.authority in (select counted.authority from counted))
  group by 1, 2, 3
),
base as (
  select cluster, authority, sum(requests) as requests, sum(lines) as lines, count(upstream_host) as hosts
  from sent
  group by cluster, authority
),
named as (
  select
    counted.*, case when base.requests > 0 then base.requests else base.lines end as requests, base.hosts, at_host.upstream_host as host,
    replace(counted.cluster, ';', '') as plain_cluster
  from counted
  join base on counted.cluster = base.cluster and counted.authority = base.authority
  left join at_host on counted.cluster = at_host.cluster and counted.authority = at_host.authority and counted.reason = at_host.reason and at_host.place = 1
),
worded as (
  select
    named.*,
    case when regexp_like(plain_cluster, '^outbound\|[0-9]+\|[^|]*\|.')
         then regexp_replace(split_part(plain_cluster, '|', 4), '\.svc\.cluster\.local$', '') || ':' || split_part(plain_cluster, '|', 2)
           || case when split_part(plain_cluster, '|', 3) = '' then '' else ' subset ' || split_part(plain_cluster, '|', 3) end
         when cluster <> '' then cluster
         when authority <> '' then authority
         else coalesce(host, 'unknown upstream') end as service,
    case reason
      when 'SECRET_NOT_SUPPLIED' then 'the proxy has no certificate yet: the secret was not supplied by SDS'
      when 'CERTIFICATE_HAS_EXPIRED' then 'the certificate of the server has expired'
      when 'CERTIFICATE_VERIFY_FAILED' then 'the certificate of the server was not accepted: expired, for another name, or from an authority that the proxy does not trust'
      when 'WRONG_VERSION_NUMBER' then 'the port answers in plain text, not in TLS'
      when 'HTTP_REQUEST' then 'the port got plain HTTP where it expects TLS'
      when 'SSLV3_ALERT_CERTIFICATE_EXPIRED' then 'the server says that the certificate of this proxy has expired'
      when 'SSLV3_ALERT_CERTIFICATE_UNKNOWN' then 'the server does not accept the certificate of this proxy'
      when 'SSLV3_ALERT_BAD_CERTIFICATE' then 'the server does not accept the certificate of this proxy'
      when 'TLSV1_ALERT_UNKNOWN_CA' then 'the server does not trust the authority that signed the certificate of this proxy'
      when 'TLSV1_ALERT_CERTIFICATE_REQUIRED' then 'the server wants a certificate of this proxy (mutual TLS), and there is none'
      when 'TLSV13_ALERT_CERTIFICATE_REQUIRED' then 'the server wants a certificate of this proxy (mutual TLS), and there is none'
      when 'TLSV1_CERTIFICATE_REQUIRED' then 'the server wants a certificate of this proxy (mutual TLS), and there is none'
      when 'PEER_DID_NOT_RETURN_A_CERTIFICATE' then 'the other side wants a certificate (mutual TLS), and there is none'
      when 'SSLV3_ALERT_HANDSHAKE_FAILURE' then 'the server found no cipher or certificate that both sides take'
      when 'NO_SHARED_CIPHER' then 'both sides have no cipher in common'
      when 'TLSV1_ALERT_PROTOCOL_VERSION' then 'both sides have no version of TLS in common'
      when 'UNSUPPORTED_PROTOCOL' then 'both sides have no version of TLS in common'
      when 'TLSV1_UNRECOGNIZED_NAME' then 'the server knows no certificate for the name that was asked for (SNI)'
      when 'TLSV1_ALERT_UNRECOGNIZED_NAME' then 'the server knows no certificate for the name that was asked for (SNI)'
      when 'UNKNOWN' then 'TLS failed, and the line does not name the reason'
      else 'TLS failed: ' || reason end as words
  from named
)
select
  service as route,
  first_time as first_seen, last_time as last_seen, cast(hits as bigint) as hits, cast(requests as bigint) as requests, cluster, reason, failing_hosts, hosts, host,
  cast(hits as varchar) || ' of ' || cast(requests as varchar) || ' requests found no connection, because TLS failed'
    || case when failing_hosts > 0 and hosts > failing_hosts then ' at ' || cast(failing_hosts as varchar) || ' of ' || cast(hosts as varchar) || ' hosts' else '' end as summary,
  words || case when reason in ('UNKNOWN', 'SECRET_NOT_SUPPLIED', 'CERTIFICATE_HAS_EXPIRED') then '' else ' (' || reason || ')' end
    || '; none of these requests reached an application' as why,
  case
    when reason = 'SECRET_NOT_SUPPLIED' then 'see why the control plane does not deliver the secret: its name, its namespace, the rights to read it'
    when reason in ('WRONG_VERSION_NUMBER') then 'turn TLS off for this port in the DestinationRule (tls mode DISABLE), or send to the port that speaks TLS'
    when reason in ('HTTP_REQUEST') then 'turn TLS on for this port in the DestinationRule (tls mode SIMPLE, MUTUAL or ISTIO_MUTUAL)'
    when reason like '%PROTOCOL%' or reason like '%CIPHER%' then 'allow a version and ciphers that both sides have'
    when reason like '%NAME' then 'set sni in the DestinationRule to a name that the server has a certificate for'
    when reason like '%ALERT%' or reason like '%REQUIRED%' or reason = 'PEER_DID_NOT_RETURN_A_CERTIFICATE' then 'renew the certificate of the calling proxy, or set tls mode MUTUAL or ISTIO_MUTUAL with one that the server trusts'
    when reason = 'UNKNOWN' then 'look at the transport failure reason in the examples and in the log of the proxy'
    else 'renew the certificate of the server, or correct caCertificates and subjectAltNames in the DestinationRule' end as remedy,
  examples
from worded
order by hits desc, route, cluster, authority, reason
