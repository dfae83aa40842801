-- When did sends begin to outgrow requests?
select
  date_trunc('minute', started_at) as minute,
  count(*) as requests,
  sum(sends) as sends,
  sum(sends) - count(*) as retries,
  count(*) filter (response_code = 0 or response_code >= 500) as failed
from request
group by all
order by minute;
