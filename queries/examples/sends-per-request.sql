-- Which routes send more than they are asked to, and how much more?
select
  "method" || ' ' || route as route,
  count(*) as requests,
  sum(sends) as sends,
  round(sum(sends) / count(*), 2) as sends_per_request,
  count(*) filter (sends > 1) as sent_again,
  max(sends) as most_sends
from request
group by all
order by sends_per_request desc, requests desc, route
limit 20;
