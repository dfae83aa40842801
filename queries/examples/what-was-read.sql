-- What was read, from when to when, and what could not be?
select
  source.name,
  source.lines, source.access_log, source.other, source.rejected,
  min(access_log.start_time) as first_line_at,
  max(access_log.start_time) as last_line_at,
  string_agg(distinct access_log.format, ', ' order by access_log.format) as formats,
  coalesce(source.problem, '') as problem
from source
left join access_log using (source_id)
group by all
order by source.name;
