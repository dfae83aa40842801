-- ---
-- id: evidence
-- means: >-
--   What the server-side lines of each tangled request show, added up.
-- reads: [arrival]
-- ---
select
  request_line,
  bool_or(has_client) as has_client,
  min(began) as began,
  max(ended) as ended,
  bool_or(is_upstream) as is_upstream,
  count(*) as arrivals,
  cast(count_if(outcome >= 3) as bigint) as handed,
  cast(count_if(outcome >= 3 and not is_weak) as bigint) as surely_handed,
  cast(count_if(outcome = 4) as bigint) as answered,
  cast(count_if(outcome = 2) as bigint) as unclear,
  -- gRPC says 200 whatever came of it
  cast(count_if(outcome = 4 and code between 200 and 299 and not has_failed) as bigint) as succeeded,
  count(distinct case when outcome >= 3 then attempt_ordinal end) as ordinals,
  count(case when outcome >= 3 then attempt_ordinal end) as with_ordinal,
  bool_or(outcome = 4 and code = 409 and handed_before > 0) as met_conflict,
  -- every send that was handed over carries one and the same key, by which an application can drop duplicates
  count(case when outcome >= 3 then idempotency_key end) = count(case when outcome >= 3 then 1 end)
    and min(case when outcome >= 3 then idempotency_key end) = max(case when outcome >= 3 then idempotency_key end) as has_one_key,
  bool_or(outcome = 4 and (code >= 500 or (code = 200 and has_failed)) and handed_before > 0) as failed_later,
  bool_or(outcome >= 3 and well_before > 0) as is_again_after_success,
  -- of two sends that cannot be of one request, one is
  count_if(outcome >= 3) - count_if(is_twin) >= 2 as is_more_than_twins,
  array_join(array_agg(
    case when outcome = 4 then 'answered ' || cast(code as varchar)
         when outcome = 3 then 'delivered, cut off'
         when outcome = 1 then 'not reached'
         else 'perhaps delivered' end
    order by began, nth), ', ') as story
from arrival
group by request_line
