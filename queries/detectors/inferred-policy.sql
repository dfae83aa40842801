-- ---
-- id: inferred-policy
-- title: >-
--   The retry policy, as the logs show it
-- means: >-
--   What a route's proxies did with sends that failed - how many they made, after which time they cut one off, what they sent again - from enough of them to say it. Where the logs hold no evidence of a setting, it says so. Requests of one named route are taken together.
-- not-when: >-
--   Two policies act under one route name, or the policy was changed while the logs were written; a setting is then left out or shows the one that acted most. A proxy without a log in front of these can add sends of its own.
-- do: >-
--   Compare it with the VirtualService. Where they differ, a default or another resource is what acts.
-- source: >-
--   https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter#x-envoy-retry-on; https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry
-- reads: [request_fact, route, send_fact, line, judged]
-- needs: [request_id, response_flags]
-- params:
--   min_exhausted: { type: INTEGER, unit: "requests", default: 5, min: 1, about: "Attempts are told from so many requests that used up their retries; each of them made all sends that the policy allows." }
--   min_cuts:      { type: INTEGER, unit: "sends", default: 10, min: 2, about: "A timeout is told from so many sends that ended at the same duration." }
--   min_dense:     { type: DOUBLE, unit: "share", default: 0.8, min: 0.5, max: 1, about: "Of all sends that were cut off, at least this share ended near that duration; on a real Envoy nearly all do." }
--   scatter_ms:    { type: INTEGER, unit: "ms", default: 6, min: 1, max: 1000, about: "Near is this much or 2 %, whichever is more; measured on Envoy 1.40." }
--   min_failures:  { type: INTEGER, unit: "sends", default: 10, min: 1, about: "retryOn is told, for each kind of failure, from so many sends that ended so." }
--   max_body:      { type: INTEGER, unit: "bytes", default: 16384, min: 0, about: "A failure that was not sent again counts only below this size of the body: a larger one may not fit the retry buffer, whose smallest default is twice this." }
-- columns:
--   route:        { type: VARCHAR,   about: "Method, authority and path of most of the requests, with the route's name where it has one." }
--   first_seen:   { type: TIMESTAMP, unit: "UTC", about: "Start of the first request that shows something." }
--   last_seen:    { type: TIMESTAMP, unit: "UTC", about: "End of the last one." }
--   hits:         { type: BIGINT,    unit: "requests", about: "Requests that were sent again, or ended by a timeout." }
--   paths:        { type: BIGINT,    unit: "routes", about: "Methods and paths that were taken together, because they share the route's name." }
--   attempts:     { type: BIGINT,    unit: "retries", about: "retries.attempts, which is one less than the sends of an exhausted request; null for no evidence." }
--   attempts_samples:  { type: BIGINT, unit: "requests", about: "Exhausted requests whose number of sends is known." }
--   attempts_agreeing: { type: BIGINT, unit: "requests", about: "Those of them that made just that many." }
--   most_sends:   { type: BIGINT,    unit: "sends", about: "Most sends seen for one request; the policy allows at least as many." }
--   per_try_timeout_ms: { type: BIGINT, unit: "ms", about: "retries.perTryTimeout, the round value within 2 ms or 2 % of the median; null for no evidence." }
--   per_try_samples:  { type: BIGINT, unit: "sends", about: "Sends that the proxy cut off before an answer." }
--   per_try_agreeing: { type: BIGINT, unit: "sends", about: "Those of them near the median of them." }
--   timeout_ms:       { type: BIGINT, unit: "ms", about: "The route's timeout, found as perTryTimeout is; null for no evidence." }
--   timeout_samples:  { type: BIGINT, unit: "requests", about: "Requests that it ended." }
--   timeout_agreeing: { type: BIGINT, unit: "requests", about: "Those of them near their median." }
--   retry_on:     { type: VARCHAR,   about: "The fewest retries.retryOn conditions that explain what was sent again; those that the logs cannot tell apart are joined by |. Null for no evidence." }
--   sent_again:   { type: VARCHAR,   about: "Kinds of failure that were sent again, with counts." }
--   not_sent_again: { type: VARCHAR, about: "Kinds of failure that were not, with counts." }
--   summary:      { type: VARCHAR,   about: "The policy in one sentence." }
--   why:          { type: VARCHAR,   about: "The evidence." }
--   remedy:       { type: VARCHAR,   about: "What to do with it." }
--   examples:     { type: "BIGINT[]", about: "Requests with most sends." }
-- severity:
--   - { level: info }
-- ---
with
counted as (
  select route_id, count(*) as requests
  from request_fact
  where (outcome is null and sends > 1) or (code = 504 and not is_server)
  group by route_id
),
-- requests of one named route have one policy, whatever their paths
grouped as (
  select
    asked.route_id, asked.method || ' ' || asked.route as route, counted.requests,
    min(asked.route_id) over policies as policy,
    sum(counted.requests) over policies as policy_requests
  from counted
  join route as asked on counted.route_id = asked.route_id
  window policies as (
    partition by asked.authority, case when coalesce(asked.route_name, 'default') = 'default' then cast(asked.route_id as varchar) else asked.route_name end
  )
),
-- what fewer requests than any setting needs can show is nothing
named as (
  select
    grouped.route_id, grouped.policy, grouped.route,
    row_number() over (partition by grouped.policy order by grouped.requests desc, grouped.route, grouped.route_id) as place,
    count(*) over (partition by grouped.policy) as paths
  from grouped
  cross join params
  where grouped.policy_requests >= least(params.min_exhausted, least(params.min_cuts, params.min_failures))
),
-- how requests ended that failed or were sent again, as the proxies that sent them logged it, and before that each of their sends
told as (
  select
    route_id, id, id as line_id, 1000000 as ordinal, began, ended, code, sends, true as is_ending, outcome is null and sends > 1 as is_resent
  from request_fact
  where not is_server and ((outcome is null and sends > 1) or code >= 500 or code in (409, 429))
  union all
  select
    request_fact.route_id, request_fact.id, send_fact.line_id, send_fact.ordinal, send_fact.began, send_fact.ended, send_fact.code, request_fact.sends,
    false, true
  from request_fact
  join send_fact on request_fact.id = send_fact.request
  where request_fact.outcome is null and request_fact.sends > 1 and not send_fact.is_client_line and send_fact.outcome >= 1
),
-- what a send ended in; a proxy's own line tells resets from answers, a line of the next proxy holds answers only
worded as (
  select
    named.policy, told.id, told.ordinal, told.began, told.ended, told.code, told.sends, told.is_ending, told.is_resent, line.grpc_status,
    -- the router's own log speaks as the sender, another line as who was sent to
    told.is_ending or coalesce(line.access_log_type = 'UpstreamEnd', false) as is_own,
    told.is_ending and coalesce(contains(line.response_flags, 'URX'), false) as is_exhausted,
    line.bytes_received <= params.max_body as has_small_body,
    contains(line.response_flags, 'UMSDR') as has_limit,
    starts_with(line.response_code_details, 'upstream_per_try') as is_per_try,
    line.response_code_details in ('response_timeout', 'upstream_response_timeout') as is_whole,
    -- one that did not arrive has no server-side line to be counted by
    judged.sends_known_by = 'attempt_count'
      or (judged.sends_known_by = 'server_lines' and not contains(line.response_flags, 'UF')
        and coalesce(strpos(line.response_code_details, 'refused_stream'), 0) = 0) as is_counted,
    case when judged.sends_known_by = 'server_lines' then 1 else 0 end as by_lines,
    case
      when told.is_ending or line.access_log_type = 'UpstreamEnd' then
        case
          when arrays_overlap(line.response_flags, array['UO', 'UH', 'NR', 'NC', 'DC', 'DR', 'DPE', 'RL', 'RLSE', 'UAEX', 'FI', 'OM']) then null
          when starts_with(line.response_code_details, 'upstream_per_try') or contains(line.response_flags, 'UMSDR') then 'cut'
          when contains(line.response_flags, 'UT') then case when line.response_code_details is null then 'cut if again' end
          when coalesce(strpos(line.response_code_details, 'refused_stream'), 0) > 0 then 'refused'
          when contains(line.response_flags, 'UF') then 'connect'
          when starts_with(line.response_code_details, 'upstream_reset_after_response_started') then null
          when arrays_overlap(line.response_flags, array['UC', 'LR', 'UPE'])
            or (contains(line.response_flags, 'UR') and line.response_code_details is not null) then 'reset'
          when contains(line.response_flags, 'UR') or (line.response_code_details is not null and line.response_code_details <> 'via_upstream') then null
          when line.grpc_status in (1, 4, 8, 13, 14) then 'grpc'
          when told.code = 200 and line.grpc_status is null then 'grpc if again'
          when told.code >= 400 then 'answer' end
      when told.code = 0 then 'cut'
      when line.grpc_status in (1, 4, 8, 13, 14) then 'grpc'
      when told.code = 200 and line.grpc_status is null then 'grpc if again'
      when told.code >= 400 then 'answer'
    end as kind,
    -- the proxy before it gave it up
    not told.is_ending and told.code = 0
      and case when line.access_log_type = 'UpstreamEnd' then contains(line.response_flags, 'UT')
               else cardinality(line.response_flags) = 0 or arrays_overlap(line.response_flags, array['DC', 'DR']) end as is_given_up
  from told
  cross join params
  join named on told.route_id = named.route_id
  join line on told.line_id = line.line_id
  left join judged on told.id = judged.id
),
-- what came after a send: when the next one began, or below zero the end of the request, and lower by what that says of its last send
followed as (
  select
    worded.*,
    lead(case when not is_ending then began when is_per_try or (is_exhausted and code = 504) then -2 else -1 end) over (partition by id order by ordinal) as then_came
  from worded
),
-- a hedged send is made beside the one before it, not because of how that ended
again as (
  select followed.*, case when is_ending then is_exhausted else coalesce(then_came >= ended - 5, false) end as is_again
  from followed
),
kinded as (
  select
    policy, code, grpc_status, ended - began as took, sends, is_again, by_lines, has_limit,
    case when is_ending then is_exhausted or has_small_body else is_again end as is_telling,
    is_exhausted and coalesce(is_counted, false) as is_counted,
    case when kind in ('cut if again', 'grpc if again') then case when is_again then substr(kind, 1, length(kind) - 9) end else kind end as kind,
    -- not by the caller, who left, nor by the timeout of the whole request
    case when is_ending and is_whole then 'whole'
         when is_ending and not is_resent and is_per_try then 'per_try'
         when is_given_up and (is_again or then_came = -2) then 'per_try' end as cut_by
  from again
),
-- three questions to each of them: what it ended in, when it was cut off, how many sends were made in all
tally as (
  select
    kinded.policy, asked.topic,
    case asked.topic when 1 then kinded.kind when 2 then kinded.cut_by else 'sends' end as kind,
    case asked.topic when 2 then kinded.took when 3 then kinded.sends
      else case kinded.kind when 'answer' then kinded.code when 'grpc' then kinded.grpc_status end end as value,
    count(*) as sends, sum(case when kinded.is_again then 1 else 0 end) as again,
    max(case when kinded.has_limit then 1 else 0 end) as has_limit, max(kinded.by_lines) as by_lines
  from kinded
  cross join (values (1), (2), (3)) as asked (topic)
  where case asked.topic when 1 then kinded.is_telling and kinded.kind is not null when 2 then kinded.cut_by is not null else kinded.is_counted end
  group by 1, 2, 3, 4
),
summed as (
  select
    tally.*,
    sum(sends) over (partition by policy, topic, kind order by value) as up_to,
    sum(sends) over (partition by policy, topic, kind) as samples,
    max(has_limit) over (partition by policy) as is_limited
  from tally
),
-- where nearly all agree, the median of all is one of them; and most exhausted requests made all sends that they may
placed as (
  select
    summed.*,
    min(case when up_to * 2 >= samples then value end) over (partition by policy, topic, kind) as median_ms,
    max(case when topic = 3 and sends >= 2e-1 * samples then value end) over (partition by policy, topic, kind) as most
  from summed
),
ruled as (
  select
    placed.*,
    placed.topic = 2 and (abs(placed.value - placed.median_ms) <= params.scatter_ms or abs(placed.value - placed.median_ms) <= 2e-2 * placed.median_ms) as is_near,
    case when placed.median_ms < 100 then 2e0 when placed.median_ms > 250 then 5e0 else 2e-2 * placed.median_ms end as reach,
    -- an error in gRPC trailers is never sent again and looks the same, so that sends without a follower prove nothing there
    placed.topic = 1 and placed.again >= params.min_failures and (placed.again >= 9e-1 * placed.sends or placed.kind = 'grpc') as is_sent_again,
    placed.topic = 1 and placed.sends >= params.min_failures and placed.again <= 1e-1 * placed.sends and placed.kind <> 'grpc' as is_not,
    case placed.kind
      when 'cut' then 'cut off'
      when 'reset' then 'connection or stream reset'
      when 'connect' then 'no connection'
      when 'refused' then 'stream refused'
      when 'grpc' then coalesce('gRPC status ' || cast(placed.value as varchar), 'gRPC error')
      else 'answered ' || cast(placed.value as varchar) end as words,
    case placed.value when 1 then 'cancelled' when 4 then 'deadline-exceeded' when 8 then 'resource-exhausted' when 13 then 'internal'
      when 14 then 'unavailable' else 'unavailable|cancelled|deadline-exceeded|internal|resource-exhausted' end as grpc_token
  from placed
  cross join params
),
-- which conditions of retryOn can act, and which must
judgement as (
  select
    policy,
    bool_or(is_sent_again and kind in ('cut', 'reset')) as needs_reset,
    bool_or(is_sent_again and kind = 'connect') as needs_connect,
    bool_or(is_sent_again and kind = 'refused') as needs_refused,
    bool_or(is_sent_again and kind = 'answer' and value between 502 and 504) as needs_gateway,
    bool_or(is_sent_again and kind = 'answer' and value >= 500 and value not between 502 and 504) as needs_error,
    not bool_or(is_not and kind in ('cut', 'reset', 'connect', 'refused')) as may_reset,
    not bool_or(is_not and (kind in ('cut', 'reset', 'connect', 'refused') or value between 502 and 504)) as may_gateway,
    not bool_or(is_not and (kind in ('cut', 'reset', 'connect', 'refused') or value >= 500)) as may_error,
    coalesce(array_join(array_agg(case when is_sent_again and kind = 'answer' and value >= 500 then '+' || cast(value as varchar) end order by value), ''), '') as error_codes,
    coalesce(array_join(array_agg(case when is_sent_again and kind = 'answer' and value < 500 then case value when 409 then ',retriable-4xx|409' else ',' || cast(value as varchar) end end order by value), ''), '') as other_codes,
    coalesce(array_join(array_agg(case when is_sent_again and kind = 'grpc' then ',' || grpc_token end order by grpc_token), ''), '') as grpc_tokens,
    nullif(array_join(array_agg(case when is_sent_again then words || ' (' || cast(cast(again as bigint) as varchar) || ' of ' || cast(sends as varchar) || ')' end order by sends desc, words), ', '), '') as sent_again,
    nullif(array_join(array_agg(case when is_not then words || ' (' || cast(cast(sends - again as bigint) as varchar) || ' of ' || cast(sends as varchar) || ')' end order by sends desc, words), ', '), '') as not_sent_again,
    max(case when kind = 'per_try' and is_limited = 0 then median_ms end) as per_try_ms, max(case when kind = 'per_try' then reach end) as per_try_reach,
    max(case when kind = 'per_try' then samples else 0 end) as per_try_samples, sum(case when kind = 'per_try' and is_near then sends else 0 end) as per_try_agreeing,
    max(case when kind = 'whole' then median_ms end) as whole_ms, max(case when kind = 'whole' then reach end) as whole_reach,
    max(case when kind = 'whole' then samples else 0 end) as whole_samples, sum(case when kind = 'whole' and is_near then sends else 0 end) as whole_agreeing,
    max(most) as most, max(case when topic = 3 then samples else 0 end) as attempts_samples, max(case when topic = 3 then by_lines else 0 end) as by_lines, sum(case when topic = 3 and value = most then sends else 0 end) as attempts_agreeing
  from ruled
  group by policy
),
-- where sends are counted by server-side lines, all of them must have been logged
coverage as (
  select named.policy, sum(case when request_fact.server_line is null then 1 else 0 end) * 100 <= count(*) as is_covered
  from request_fact
  join named on request_fact.route_id = named.route_id
  where request_fact.outcome >= 2 and request_fact.code between 200 and 399
  group by named.policy
),
-- people write round values: the roundest within reach of the median is meant
explained as (
  select
    judgement.*,
    cast(case when attempts_samples >= params.min_exhausted and (by_lines = 0 or coalesce(coverage.is_covered, true)) then most - 1 end as bigint) as attempts,
    cast(case when per_try_ms <= params.scatter_ms or per_try_agreeing < params.min_cuts or per_try_agreeing < params.min_dense * per_try_samples then null
      when abs(per_try_ms - 50 * round(per_try_ms / 50e0)) <= per_try_reach then 50 * round(per_try_ms / 50e0)
      when abs(per_try_ms - 25 * round(per_try_ms / 25e0)) <= per_try_reach then 25 * round(per_try_ms / 25e0)
      when abs(per_try_ms - 10 * round(per_try_ms / 10e0)) <= per_try_reach then 10 * round(per_try_ms / 10e0)
      when abs(per_try_ms - 5 * round(per_try_ms / 5e0)) <= per_try_reach then 5 * round(per_try_ms / 5e0) else per_try_ms end as bigint) as per_try_timeout_ms,
    cast(case when whole_ms <= params.scatter_ms or whole_agreeing < params.min_cuts or whole_agreeing < params.min_dense * whole_samples then null
      when abs(whole_ms - 50 * round(whole_ms / 50e0)) <= whole_reach then 50 * round(whole_ms / 50e0)
      when abs(whole_ms - 25 * round(whole_ms / 25e0)) <= whole_reach then 25 * round(whole_ms / 25e0)
      when abs(whole_ms - 10 * round(whole_ms / 10e0)) <= whole_reach then 10 * round(whole_ms / 10e0)
      when abs(whole_ms - 5 * round(whole_ms / 5e0)) <= whole_reach then 5 * round(whole_ms / 5e0) else whole_ms end as bigint) as timeout_ms,
    -- conditions that explain every reset and every error answered at once; where there are none, each kind by a condition of its own
    needs_reset and may_error as by_error,
    needs_reset and may_gateway and not needs_error as by_gateway,
    needs_reset and may_reset and not needs_error and not needs_gateway as by_reset,
    case when may_gateway and not needs_error then '|gateway-error' else '' end || case when may_error then '|5xx' else '' end as or_answers,
    case when may_reset then '|reset' else '' end as or_reset
  from judgement
  cross join params
  left join coverage on judgement.policy = coverage.policy
),
conditions as (
  select
    explained.*,
    nullif(substr(
      case when by_error or by_gateway or by_reset
           then ',' || substr(case when by_gateway then '|gateway-error' else '' end || case when by_error then '|5xx' else '' end || case when by_reset then '|reset' else '' end, 2)
           when needs_reset and may_reset then ',reset' else '' end
      || case when error_codes = '' or by_error or by_gateway then '' else ',' || substr(error_codes, 2) || case when needs_reset then '' else or_answers end end
      || case when needs_connect and not (needs_reset and may_reset) then ',connect-failure|reset-before-request' || or_answers || or_reset else '' end
      || case when needs_refused and not (needs_reset and may_reset) then ',refused-stream' || or_answers || or_reset else '' end
      || other_codes || grpc_tokens, 2), '') as retry_on
  from explained
),
ranked as (
  select
    named.policy, named.paths, case when named.place = 1 then named.route end as route,
    request_fact.id, request_fact.began, request_fact.ended, request_fact.sends, request_fact.is_server,
    row_number() over (partition by named.policy order by request_fact.sends desc, request_fact.began, request_fact.id) as place
  from request_fact
  join named on request_fact.route_id = named.route_id
  where (request_fact.outcome is null and request_fact.sends > 1) or (request_fact.code = 504 and not request_fact.is_server)
),
whole as (
  select
    policy, max(paths) as paths, max(route) as route, count(*) as hits, min(began) as first_ms, max(ended) as last_ms, max(sends) as most_sends,
    bool_and(is_server) as is_unlogged, array_agg(id order by place) filter (where place <= 3) as examples
  from ranked
  group by policy
)
select
  whole.route,
  date_add('millisecond', whole.first_ms, timestamp '1970-01-01 00:00:00.000000') as first_seen,
  date_add('millisecond', whole.last_ms, timestamp '1970-01-01 00:00:00.000000') as last_seen,
  whole.hits, whole.paths, attempts, cast(attempts_samples as bigint) as attempts_samples,
  cast(attempts_agreeing as bigint) as attempts_agreeing, cast(most_sends as bigint) as most_sends,
  per_try_timeout_ms, cast(per_try_samples as bigint) as per_try_samples, cast(per_try_agreeing as bigint) as per_try_agreeing,
  timeout_ms, cast(whole_samples as bigint) as timeout_samples, cast(whole_agreeing as bigint) as timeout_agreeing,
  retry_on, sent_again, not_sent_again,
  'attempts ' || coalesce(cast(attempts as varchar), 'no evidence') || ', perTryTimeout ' || coalesce(cast(per_try_timeout_ms as varchar) || ' ms', 'no evidence')
    || ', timeout ' || coalesce(cast(timeout_ms as varchar) || ' ms', 'no evidence') || ', retryOn ' || coalesce(retry_on, 'no evidence') as summary,
  substr(
    case when attempts is not null then '; ' || cast(cast(attempts_agreeing as bigint) as varchar) || ' of ' || cast(cast(attempts_samples as bigint) as varchar)
      || ' requests that used up their retries made ' || cast(attempts + 1 as varchar) || ' sends' else '; at most ' || cast(most_sends as varchar) || ' sends of one request were seen' end
    || case when per_try_timeout_ms is not null then '; ' || cast(cast(per_try_agreeing as bigint) as varchar) || ' of ' || cast(cast(per_try_samples as bigint) as varchar)
      || ' sends that were cut off ended near ' || cast(per_try_timeout_ms as varchar) || ' ms' else '' end
    || case when timeout_ms is not null then '; ' || cast(cast(whole_agreeing as bigint) as varchar) || ' of ' || cast(cast(whole_samples as bigint) as varchar)
      || ' requests that timed out as a whole ended near ' || cast(timeout_ms as varchar) || ' ms' else '' end
    || case when is_unlogged then '; the proxy that sent them did not log' else '' end
    || coalesce('; sent again after: ' || sent_again, '') || coalesce('; not sent again after: ' || not_sent_again, ''), 3) as why,
  'compare this with the VirtualService' || case when paths > 1 then '; it was seen on ' || cast(paths as varchar) || ' methods and paths of the route' else '' end as remedy,
  examples
from conditions
join whole on conditions.policy = whole.policy
where attempts is not null or per_try_timeout_ms is not null or timeout_ms is not null or retry_on is not null
order by hits desc, whole.route, whole.policy
