-- Do the clocks of two proxies agree? A send cannot arrive before its request began, so a start below zero is a difference.
select
  request.proxy as from_proxy,
  send.proxy as to_proxy,
  count(*) as sends,
  min(date_diff('millisecond', request.started_at, send.started_at)) as earliest_ms,
  quantile_disc(date_diff('millisecond', request.started_at, send.started_at), 0.5) as median_ms
from send
join request on send.request = request.id
where send.told_by = 'server' and request.side = 'client' and send.ordinal = 1
group by all
order by earliest_ms, from_proxy, to_proxy;
