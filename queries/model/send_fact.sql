-- ---
-- id: send_fact
-- means: >-
--   One narrow row for each send of a tangled request (the single send of a plain one stands in request_fact); sends that no line tells of have outcome 0.
-- reads: [arrival, judged]
-- ---
with
told as (
  select
    request_line as request, cast(nth as integer) as nth, attempt_ordinal, line_id, false as is_client_line, outcome, began, ended,
    code
  from arrival
  union all
  -- the last send of a request without server-side lines is told by the client-side line itself
  select
    judged.id, cast(judged.sends as integer), cast(judged.sends as integer), judged.id, true, judged.outcome, judged.began,
    judged.ended, judged.code
  from judged
  left join arrival on judged.id = arrival.request_line
  where arrival.request_line is null and judged.sends > 0
),
-- the ordinals that the lines tell count where they can all be true; else the lines are counted
counted as (
  select
    told.request, count(*) as lines,
    count(distinct told.attempt_ordinal) = count(*) and max(told.attempt_ordinal) <= max(judged.sends) as is_numbered
  from told
  join judged on told.request = judged.id
  group by told.request
),
numbered as (
  select told.*, case when counted.is_numbered then told.attempt_ordinal else told.nth end as ordinal
  from told
  join counted on told.request = counted.request
),
every as (
  select judged.id as request, nth
  from judged
  join counted on judged.id = counted.request
  cross join unnest(sequence(1, judged.sends)) as sends(nth)
  where judged.sends > counted.lines
)
select request, ordinal, line_id, is_client_line, outcome, began, ended, code
from numbered
union all
select every.request, cast(every.nth as integer), null, false, 0, null, null, null
from every
left join numbered on every.request = numbered.request and every.nth = numbered.ordinal
where numbered.request is null
