-- ---
-- id: crowd
-- means: >-
--   For islands of several client-side lines, how many more deliveries to a service there are than client-side lines that got as far as a host.
-- reads: [island]
-- ---
select
  id_hash, call_hash, island,
  -- where times may be wrong, the sends of one request are taken for another's too easily
  case when max(error_ms) > 0 then 0
       else cast(count_if(is_server and is_inside and outcome >= 3) - count_if(not is_server and has_host) as bigint) end as surplus
from island
where clients > 1
group by id_hash, call_hash, island
