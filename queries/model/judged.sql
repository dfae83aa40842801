-- ---
-- id: judged
-- means: >-
--   The verdict and effect of every tangled request, after retry-semantics 13.4.
-- reads: [ask]
-- ---
with
weighed as (
  select
    ask.*,
    greatest(arrivals, case when is_resent then greatest(coalesce(attempt_count, 2), 2) else coalesce(attempt_count, 1) end) as sends,
    -- distinct ordinals prove sends of one request; equal ones prove requests of their own
    -- and without an id, only failures that were followed by another send
    case when has_no_id then clients = 1 and not is_again_after_success
         else ((clients = 1 or surplus > 0) and is_more_than_twins) or ordinals >= 2 end as is_unambiguous,
    with_ordinal = handed and handed >= 2 and ordinals < 2 and not is_server as is_refuted
  from ask
),
ruled as (
  select
    weighed.*,
    case
      when sends <= 1 and (is_idempotent or not (is_after_failure or other_id_before is not null)) then 'none'
      when is_idempotent then case when sends > 1 then 'harmless' else 'none' end
      when surely_handed >= 2 and is_unambiguous and not is_refuted then case when has_one_key then 'probable' else 'confirmed' end
      when handed >= 2 and is_unambiguous and not is_refuted then 'probable'
      when is_after_failure and handed_before >= 1 and handed >= 1 then 'probable'
      when handed >= 2 then 'possible'
      when handed + unclear >= 2 then 'possible'
      when is_after_failure and arrivals_before = 0 and arrivals = 0 and not is_covered
        and outcome_before > 1 and outcome > 1 then 'possible'
      when sends > 1 and arrivals = 0 and not is_covered and outcome > 1 then 'possible'
      when sends > 1 and arrivals > 0 and arrivals < sends and handed + unclear >= 1 and not is_covered then 'possible'
      when other_id_before is not null and (handed >= 1 or not is_covered) then 'possible'
      when sends > 1 then 'harmless'
      else 'none'
    end as verdict
  from weighed
)
select
  line_id as id, is_server, began, ended, code, route_id, is_idempotent, outcome, sends,
  case when is_upstream then 'upstream_log'
       when attempt_count is not null then 'attempt_count'
       when arrivals > 0 and (arrivals > 1 or not is_resent) then 'server_lines'
       else 'lower_bound' end as sends_known_by,
  handed as delivered, answered, verdict,
  -- whether sends that no line tells of may have arrived: not where the log of all that could get them is there, nor where the last one did not arrive either
  not is_covered and (arrivals > 0 or outcome > 1) as may_have_more,
  case when verdict not in ('confirmed', 'probable') then null
       when succeeded >= 2 then case when has_one_key or has_no_id then 'unknown' else 'twice' end
       when met_conflict then 'guarded'
       when failed_later then 'failed_after'
       else 'unknown' end as effect,
  case
    when verdict in ('confirmed', 'probable') and handed >= 2
      then cast(handed as varchar) || ' sends of one request were handed to the application: ' || story
        || case when has_one_key then '; all with one idempotency key, by which it may have dropped all but one' else '' end
    when verdict = 'probable'
      then 'the caller sent it again with the same id after a delivered send had failed'
    when verdict = 'possible' and handed >= 2
      then 'several requests of one id overlap, and which of them the sends belong to cannot be told: ' || story
    when verdict = 'possible' and other_id_before is not null and sends <= 1
      then 'the same caller sent the same call again under another id after a failure'
    when verdict = 'possible' and arrivals > 0
      then 'at most one send surely reached the application, another may have: ' || story
    when verdict = 'possible' and is_after_failure and sends <= 1
      then 'the caller sent it again with the same id after a failure, and no server-side line tells what arrived'
    when verdict = 'possible'
      then cast(sends as varchar) || case when attempt_count is null then ' or more' else '' end
        || ' sends, and no server-side line tells what arrived'
    when verdict = 'harmless' and is_idempotent then 'sent more than once, but the method may be repeated'
    when verdict = 'harmless' then 'sent more than once, but at most one send reached the application'
    else 'one send'
  end as verdict_because,
  case when is_after_failure then line_before else other_id_before end as resend_of
from ruled
