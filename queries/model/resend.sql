-- ---
-- id: resend
-- means: >-
--   Client-side lines of a method that may not be repeated that follow a failed one of the same caller, call and body size under another id, within a few seconds. The caller is told by its address and user agent; ports change with connections.
-- reads: [hop, line]
-- ---
with
failing as (
  select distinct call_hash
  from hop
  where not is_server and not is_idempotent and has_failed and outcome >= 2
),
asked as (
  select
    hop.line_id, hop.call_hash, hop.id_hash, hop.began, hop.ended, hop.has_failed, hop.outcome, line.bytes_received as bytes,
    coalesce(line.x_forwarded_for, regexp_extract(line.downstream_remote_address, '^(.*):[0-9]+$', 1)) as caller_address,
    line.user_agent, line.authority
  from hop
  join failing on hop.call_hash = failing.call_hash
  join line on hop.line_id = line.line_id
  where not hop.is_server and not hop.is_idempotent and not hop.has_no_id and line.bytes_received > 0
),
followed as (
  select
    line_id, began, id_hash,
    lag(line_id) over calls as line_before,
    lag(id_hash) over calls as id_before,
    lag(ended) over calls as ended_before,
    lag(has_failed and outcome >= 2) over calls as failed_before
  from asked
  window calls as (partition by call_hash, caller_address, user_agent, authority, bytes order by began, line_id)
)
select line_id, line_before
from followed
where failed_before and id_before <> id_hash and began - ended_before between -5 and 5000
