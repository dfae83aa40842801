-- ---
-- id: resend
-- means: >-
--   Client-side lines of a method that may not be repeated that follow a failed one of the same caller, call and body size under another id, within a few seconds. The caller is told by its address and user agent; ports change with connections.
-- reads: [hop, line]
-- ---
with
-- only what begins within the few seconds after a failure of the same call can be a second try; by slots of five seconds
failing as (
  select call_hash, cast(floor(began / 5e3) as bigint) as begun, cast(floor(ended / 5e3) as bigint) as slot
  from hop
  where not is_server and not is_idempotent and has_failed and outcome >= 2
),
near as (
  select call_hash, slot from failing
  union
  select call_hash, slot + 1 from failing
  union
  select call_hash, begun from failing
),
asked as (
  select
    hop.line_id, hop.call_hash, hop.id_hash, hop.began, hop.ended, hop.has_failed, hop.outcome, line.bytes_received as bytes,
    regexp_extract(line.upstream_local_address, '^(.*):[0-9]+$', 1) as own_address,
    coalesce(line.x_forwarded_for, regexp_extract(line.downstream_remote_address, '^(.*):[0-9]+$', 1)) as caller_address,
    line.user_agent, line.authority
  from hop
  join near on hop.call_hash = near.call_hash and cast(floor(hop.began / 5e3) as bigint) = near.slot
  join line on hop.line_id = line.line_id
  where not hop.is_server and not hop.is_idempotent and not hop.has_no_id and line.bytes_received > 0
),
followed as (
  select
    line_id, began, id_hash, own_address,
    lag(line_id) over calls as line_before,
    lag(id_hash) over calls as id_before,
    lag(ended) over calls as ended_before,
    lag(has_failed and outcome >= 2) over calls as failed_before
  from asked
  window calls as (partition by call_hash, caller_address, user_agent, authority, bytes order by began, line_id)
),
candidate as (
  select line_id, line_before, id_hash, own_address
  from followed
  where failed_before and id_before <> id_hash and began - ended_before between -5 and 5000
),
-- an application that passes ids on calls for the request it handles: another id is another request, not a second try
handled as (
  select meant.id_hash, meant.own_address
  from (
    -- distinct: the few lines of these ids first, and their texts then
    select distinct asking.id_hash, asking.own_address, hop.line_id
    from candidate as asking
    join hop on asking.id_hash = hop.id_hash
    where hop.is_server
  ) as meant
  join line on meant.line_id = line.line_id
  where starts_with(line.downstream_local_address, meant.own_address || ':')
  group by meant.id_hash, meant.own_address
)
select candidate.line_id, candidate.line_before
from candidate
left join handled on candidate.id_hash = handled.id_hash and candidate.own_address = handled.own_address
where handled.id_hash is null
