-- What happened to the request that was sent most often, line by line, on every proxy?
with
worst as (select request_key from request where request_key is not null order by sends desc, started_at, id limit 1)
select
  access_log.start_time, access_log.duration_ms, access_log.proxy,
  split_part(access_log.upstream_cluster, '|', 1) as direction,
  access_log."method", access_log.path, access_log.response_code, array_to_string(access_log.response_flags, ',') as flags,
  access_log.response_code_details, access_log.upstream_host
from access_log
join worst on request_key(access_log.request_id) = worst.request_key
order by access_log.start_time, access_log.source_id, access_log.line;
