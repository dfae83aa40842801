-- Of the requests that were sent again, how many ended well, and after how long?
select
  "method" || ' ' || route as route,
  count(*) as sent_again,
  count(*) filter (response_code between 1 and 499) as ended_well,
  round(100.0 * count(*) filter (response_code between 1 and 499) / count(*), 1) as percent_well,
  quantile_disc(duration_ms, 0.5) as p50_ms,
  count(*) filter (verdict in ('confirmed', 'probable')) as ran_more_than_once
from request
where sends > 1
group by all
order by sent_again desc, route;
