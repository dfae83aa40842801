-- Who calls, and whose calls are sent again?
select
  coalesce(access_log.user_agent, '-') as user_agent,
  request.proxy,
  count(*) as requests,
  count(*) filter (request.sends > 1) as sent_again,
  count(*) filter (request.verdict in ('confirmed', 'probable')) as ran_more_than_once
from request
join access_log using (source_id, line)
group by all
order by sent_again desc, requests desc, user_agent, request.proxy
limit 20;
