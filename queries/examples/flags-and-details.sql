-- Which response flags are there, with which status and reason?
select
  case when len(response_flags) = 0 then '-' else array_to_string(list_sort(response_flags), ',') end as flags,
  response_code,
  split_part(response_code_details, '{', 1) as reason,
  count(*) as lines,
  count(distinct proxy) as proxies
from access_log
group by all
order by lines desc, flags, response_code, reason;
