-- Where do retries of one layer multiply those of another?
select
  outer_request."method" || ' ' || outer_request.route as outer_route,
  inner_request."method" || ' ' || inner_request.route as inner_route,
  count(distinct outer_request.id) as outer_requests,
  count(*) as inner_requests,
  sum(inner_request.sends) as inner_sends,
  round(sum(inner_request.sends) / count(distinct outer_request.id), 2) as inner_sends_per_outer_request
from request as inner_request
join request as outer_request on inner_request.parent_request = outer_request.id
group by all
order by inner_sends_per_outer_request desc, outer_route, inner_route;
