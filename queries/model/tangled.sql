-- ---
-- id: tangled
-- means: >-
--   The lines of all calls that are not plain, with the texts that tell them apart; exact copies of a line are left out.
-- reads: [hop, call, line, endpoint]
-- ---
with
chosen as (
  select hop.*
  from hop
  join call on hop.id_hash = call.id_hash and hop.call_hash = call.call_hash
  where not call.is_plain
),
described as (
  select
    chosen.*,
    -- a router's own log of its sends speaks as the client side, but of one send
    case when is_server and not is_upstream then coalesce(line.downstream_local_address, line.upstream_host)
         when starts_with(line.upstream_host, 'envoy://') then regexp_replace(line.upstream_host, '^envoy://[^/]*/', '')
         else line.upstream_host end as host,
    case when is_server and not is_upstream then line.downstream_remote_address else line.upstream_local_address end as peer,
    case when is_server and not is_upstream then regexp_extract(line.requested_server_name, 'outbound_\.[0-9]+_\.[^_]*_\.(.*)$', 1)
         else nullif(replace(coalesce(split_part(line.upstream_cluster, '|', 4), ''), ';', ''), '') end as named_service,
    -- the address of the pod the proxy stands in: an application's calls to others are no sends to itself; where all proxies
    -- run on one machine, its loopback address tells none from another
    nullif(nullif(regexp_extract(
      case when is_upstream then null when is_server then line.downstream_local_address else line.upstream_local_address end, '^(.*):[0-9]+$', 1
    ), '127.0.0.1'), '[::1]') as own_address,
    regexp_extract(line.other, '[Ii][Dd][Ee][Mm][Pp][Oo][Tt][Ee][Nn][Cc][Yy][-_]?[Kk][Ee][Yy][^"]*":"([^"]+)"', 1) as idempotency_key,
    line.bytes_received as bytes,
    case when not is_server then line.downstream_remote_address end as caller
  from chosen
  join line on chosen.line_id = line.line_id
),
-- what a call has several lines of at one time; all others have no copies
repeated as (
  select id_hash, call_hash, is_server, began, ended
  from described
  group by id_hash, call_hash, is_server, began, ended
  having count(*) > 1
),
-- one line that was ingested under two names, or printed by two log providers, is one line; the one that tells most of attempts
numbered as (
  select
    described.line_id,
    row_number() over (
      partition by id_hash, call_hash, is_server, began, ended, code, host, peer, bytes, attempt_ordinal
      order by attempt_count, line_id
    ) as copy,
    -- two sends of one connection in one millisecond differ by their ordinals, but a copy may lack it
    attempt_ordinal is null and max(attempt_ordinal) over (
      partition by id_hash, call_hash, is_server, began, ended, code, host, peer, bytes
    ) is not null as is_lesser_copy
  from described
  join repeated using (id_hash, call_hash, is_server, began, ended)
),
-- a send that the server side logged is not counted a second time from the router's log
routed as (
  select id_hash, call_hash
  from described
  where is_server
  group by id_hash, call_hash
  having bool_or(is_upstream) and bool_or(not is_upstream)
)
select
  described.line_id, proxy_id, is_server, described.id_hash, described.call_hash, began, ended, code, is_idempotent, has_host, attempt_count,
  attempt_ordinal, outcome, is_weak, is_coarse, is_upstream, has_no_id, route_id, has_failed, is_resent, described.host, peer, own_address, idempotency_key, bytes, caller,
  coalesce(named_service, endpoint.service) as service
from described
left join endpoint on case when described.is_server then described.host end = endpoint.host
left join numbered on described.line_id = numbered.line_id
left join routed on described.id_hash = routed.id_hash and described.call_hash = routed.call_hash
where (numbered.line_id is null or (copy = 1 and not is_lesser_copy))
  and not (is_upstream and routed.id_hash is not null)
