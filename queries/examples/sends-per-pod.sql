-- Which pod fails more of its sends than its siblings?
select
  proxy as pod,
  count(*) as sends,
  count(*) filter (outcome = 'answered' and response_code < 500) as answered,
  count(*) filter (outcome = 'answered' and response_code >= 500) as answered_5xx,
  count(*) filter (outcome = 'delivered') as cut_off,
  count(*) filter (outcome = 'not_reached') as not_reached,
  round(100.0 * count(*) filter (outcome <> 'answered' or response_code >= 500) / count(*), 1) as percent_bad
from send
where told_by = 'server'
group by all
order by percent_bad desc, sends desc, pod;
