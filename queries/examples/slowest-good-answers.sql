-- How long do good answers take, so that a perTryTimeout can be set above them?
select
  "method" || ' ' || route as route,
  count(*) as requests,
  quantile_disc(duration_ms, 0.5) as p50_ms,
  quantile_disc(duration_ms, 0.99) as p99_ms,
  quantile_disc(duration_ms, 0.999) as p999_ms,
  max(duration_ms) as longest_ms
from request
where sends = 1 and response_code between 200 and 399
group by all
order by p999_ms desc, route;
