-- After how long are sends cut off? Many at one duration are a perTryTimeout.
select
  request."method" || ' ' || request.route as route,
  round(send.duration_ms / 10.0) * 10 as about_ms,
  count(*) as sends,
  bar(count(*), 0, max(count(*)) over (partition by request."method", request.route), 30) as picture
from send
join request on send.request = request.id
where send.outcome = 'delivered' and send.response_code = 0
group by request."method", request.route, about_ms
order by route, about_ms;
