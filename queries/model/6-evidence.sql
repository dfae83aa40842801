-- ---
-- id: evidence
-- means: What the server-side lines of each tangled request show, added up.
-- reads: [arrival]
-- ---
select
  request_line,
  bool_or(has_client) as has_client,
  count(*) as arrivals,
  count_if(outcome in ('answered', 'delivered')) as handed,
  count_if(outcome in ('answered', 'delivered') and not is_weak) as surely_handed,
  count_if(outcome = 'answered') as answered,
  count_if(outcome = 'unknown') as unclear,
  count_if(outcome = 'answered' and code between 200 and 299) as succeeded,
  count(distinct case when outcome in ('answered', 'delivered') then attempt_ordinal end) as ordinals,
  count(case when outcome in ('answered', 'delivered') then attempt_ordinal end) as with_ordinal,
  bool_or(outcome = 'answered' and code = 409 and handed_before > 0) as met_conflict,
  bool_or(outcome = 'answered' and code >= 500 and handed_before > 0) as failed_later,
  array_join(array_agg(
    case when outcome = 'answered' then 'answered ' || cast(code as varchar)
         when outcome = 'delivered' then 'delivered, cut off'
         when outcome = 'not_reached' then 'not reached'
         else 'perhaps delivered' end
    order by began, nth), ', ') as story
from arrival
group by request_line
