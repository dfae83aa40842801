-- ---
-- id: send_fact
-- means: >-
--   One narrow row for each send of a tangled request (the single send of a plain one stands in request_fact); sends that no line tells of have outcome 0.
-- reads: [arrival, judged]
-- ---
with
told as (
  select request_line as request, cast(nth as integer) as ordinal, line_id, false as is_client_line, outcome, began, ended, code
  from arrival
  union all
  -- the last send of a request without server-side lines is told by the client-side line itself
  select judged.id, cast(judged.sends as integer), judged.id, true, judged.outcome, judged.began, judged.ended, judged.code
  from judged
  left join arrival on judged.id = arrival.request_line
  where arrival.request_line is null and judged.sends > 0
),
counted as (
  select request, count(*) as lines, bool_or(is_client_line) as is_last_only
  from told
  group by request
),
missing as (
  select
    judged.id as request,
    case when counted.is_last_only then 1 else counted.lines + 1 end as first_ordinal,
    case when counted.is_last_only then judged.sends - 1 else judged.sends end as last_ordinal
  from judged
  join counted on judged.id = counted.request
  where judged.sends > counted.lines
)
select request, ordinal, line_id, is_client_line, outcome, began, ended, code
from told
union all
select missing.request, cast(untold.ordinal as integer), null, false, 0, null, null, null
from missing
cross join unnest(sequence(missing.first_ordinal, missing.last_ordinal)) as untold(ordinal)
