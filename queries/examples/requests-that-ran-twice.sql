-- Which single requests must somebody look after, because the application was handed them more than once?
select
  started_at, proxy, "method", path, request_id, sends, delivered, response_code, verdict, effect, verdict_because
from request
where verdict in ('confirmed', 'probable')
order by started_at, id;
