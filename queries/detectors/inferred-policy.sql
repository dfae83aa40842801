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
-- reads: [request_fact, send_fact, judged, line, route]
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
-- requests that were sent again, and those that a timeout may have ended
telling as (
  select id, route_id, is_server, began, ended, code, sends, outcome is null as is_tangled
  from request_fact
  where (outcome is null and sends > 1) or (code = 504 and not is_server)
),
counted as (
  select route_id, count(*) as requests
  from telling
  group by route_id
),
-- requests of one named route have one policy, whatever their paths
grouped as (
  select
    route.route_id, route.method || ' ' || route.route as route, counted.requests,
    min(route.route_id) over policies as policy,
    sum(counted.requests) over policies as policy_requests
  from counted
  join route on counted.route_id = route.route_id
  window policies as (
    partition by route.authority, case when coalesce(route.route_name, 'default') = 'default' then cast(route.route_id as varchar) else route.route_name end
  )
),
-- what fewer requests than any setting needs can show is nothing
named as (
  select
    grouped.route_id, grouped.policy, grouped.route,
    row_number() over (partition by grouped.policy order by grouped.requests desc, grouped.route, grouped.route_id) as place
  from grouped
  cross join params
  where grouped.policy_requests >= least(params.min_exhausted, least(params.min_cuts, params.min_failures))
),
-- requests that failed or were sent again, as the proxies that sent them ended them
failing as (
  select
    named.policy, request_fact.id, request_fact.code, request_fact.sends, request_fact.outcome is null and request_fact.sends > 1 as is_resent,
    request_fact.ended - request_fact.began as took, request_fact.server_line
  from request_fact
  join named on request_fact.route_id = named.route_id
  where not request_fact.is_server
    and (request_fact.code = 0 or request_fact.code >= 400 or (request_fact.outcome is null and request_fact.sends > 1))
),
arrived as (
  select
    telling.id, named.policy, send_fact.ordinal, send_fact.line_id, send_fact.code, send_fact.began, send_fact.ended
  from telling
  join named on telling.route_id = named.route_id
  join send_fact on telling.id = send_fact.request
  where telling.is_tangled and not send_fact.is_client_line and send_fact.outcome >= 1
),
-- the texts of all those lines, in one go
worded as (
  select
    line.line_id, line.response_flags as flags, line.response_code_details as details, line.grpc_status, line.bytes_received as body, line.duration_ms,
    coalesce(line.access_log_type = 'UpstreamEnd', false) as is_router_log
  from line
  join (
    select id as line_id from failing
    union all
    select line_id from arrived
    union all
    select server_line from failing where code = 504 and not is_resent
  ) as wanted on line.line_id = wanted.line_id
),
ending as (
  select
    failing.policy, failing.id, failing.code, failing.sends, failing.is_resent, failing.took, failing.server_line,
    worded.flags, worded.details, worded.grpc_status, worded.body,
    coalesce(contains(worded.flags, 'URX'), false) as is_exhausted
  from failing
  join worded on failing.id = worded.line_id
),
-- each send of a request that was sent again, with the one after it; the router's own log speaks as the sender, another line as who was sent to
told as (
  select
    arrived.policy, arrived.code, arrived.ended - arrived.began as took,
    worded.flags, worded.details, worded.grpc_status, worded.is_router_log as is_own,
    -- a hedged send is made beside the one before it, not because of how that ended
    coalesce(following.began >= arrived.ended - 5, false) as is_followed,
    case when following.id is null then arrived.id end as last_of
  from arrived
  join worded on arrived.line_id = worded.line_id
  left join arrived as following on arrived.id = following.id and arrived.ordinal + 1 = following.ordinal
),
-- sends that the proxy before them gave up: not by the caller, who left, nor by the timeout of the whole request
cut as (
  select told.policy, 'per_try' as kind, told.took
  from told
  left join ending on told.last_of = ending.id
  where told.code = 0
    and case when told.is_own then contains(told.flags, 'UT') else cardinality(told.flags) = 0 or arrays_overlap(told.flags, array['DC', 'DR']) end
    and (told.is_followed or (ending.is_exhausted and ending.code = 504) or starts_with(ending.details, 'upstream_per_try'))
  union all
  -- a single send that was cut off and not sent again; its server side tells the time of the send alone
  select ending.policy, 'per_try', coalesce(worded.duration_ms, ending.took)
  from ending
  left join worded on ending.server_line = worded.line_id
  where not ending.is_resent and starts_with(ending.details, 'upstream_per_try')
  union all
  select policy, 'whole', took
  from ending
  where details in ('response_timeout', 'upstream_response_timeout')
),
-- a limit on the life of a stream cuts sends off as perTryTimeout does, and only the last one's line tells them apart
short_lived as (
  select policy
  from ending
  where contains(flags, 'UMSDR')
  group by policy
),
spread as (
  select
    cut.policy, cut.kind, cut.took, count(*) as sends,
    sum(count(*)) over (partition by cut.policy, cut.kind order by cut.took) as up_to, sum(count(*)) over (partition by cut.policy, cut.kind) as samples
  from cut
  left join short_lived on cut.policy = short_lived.policy
  where cut.kind = 'whole' or short_lived.policy is null
  group by cut.policy, cut.kind, cut.took
),
-- where nearly all agree, the median of all is one of them
middle as (
  select policy, kind, min(took) as median_ms, max(samples) as samples, case when min(took) < 100 then 2e0 when min(took) > 250 then 5e0 else 2e-2 * min(took) end as reach
  from spread
  where up_to * 2 >= samples
  group by policy, kind
),
-- people write round values: the roundest within reach of the median is meant
median as (
  select
    policy, kind, median_ms, samples,
    cast(case when abs(median_ms - 50 * round(median_ms / 50e0)) <= reach then 50 * round(median_ms / 50e0)
      when abs(median_ms - 25 * round(median_ms / 25e0)) <= reach then 25 * round(median_ms / 25e0)
      when abs(median_ms - 10 * round(median_ms / 10e0)) <= reach then 10 * round(median_ms / 10e0)
      when abs(median_ms - 5 * round(median_ms / 5e0)) <= reach then 5 * round(median_ms / 5e0) else median_ms end as bigint) as value_ms
  from middle
),
compared as (
  select
    median.policy, median.kind, median.samples, median.median_ms, median.value_ms,
    sum(case when abs(spread.took - median.median_ms) <= params.scatter_ms or abs(spread.took - median.median_ms) <= 2e-2 * median.median_ms then spread.sends else 0 end) as agreeing
  from median
  join spread on median.policy = spread.policy and median.kind = spread.kind
  cross join params
  group by median.policy, median.kind, median.samples, median.median_ms, median.value_ms
),
timeout as (
  select
    compared.policy, compared.kind, compared.samples, compared.agreeing,
    case when compared.agreeing >= params.min_cuts and compared.agreeing >= params.min_dense * compared.samples and compared.median_ms > params.scatter_ms
         then compared.value_ms end as value_ms
  from compared
  cross join params
),
-- exhausted requests whose number of sends is known; one that did not arrive has no server-side line to be counted by
exhausted as (
  select
    ending.policy, ending.sends, count(*) as requests, sum(count(*)) over (partition by ending.policy) as samples,
    max(max(case when judged.sends_known_by = 'attempt_count' then 0 else 1 end)) over (partition by ending.policy) as by_lines
  from ending
  join judged on ending.id = judged.id
  where ending.is_exhausted
    and (judged.sends_known_by = 'attempt_count'
      or (judged.sends_known_by <> 'lower_bound' and not contains(ending.flags, 'UF') and coalesce(strpos(ending.details, 'refused_stream'), 0) = 0))
  group by ending.policy, ending.sends
),
attempted as (
  select exhausted.policy, max(exhausted.by_lines) as by_lines, max(exhausted.samples) as samples, max(exhausted.sends) as sends, max_by(exhausted.requests, exhausted.sends) as agreeing
  from exhausted
  cross join params
  where exhausted.samples >= params.min_exhausted and exhausted.requests >= 2e-1 * exhausted.samples
  group by exhausted.policy
),
-- where sends are counted by server-side lines, all of them must have been logged
unseen as (
  select named.policy, count_if(request_fact.server_line is null) as unseen, count(*) as requests
  from request_fact
  join named on request_fact.route_id = named.route_id
  join attempted on named.policy = attempted.policy and attempted.by_lines = 1
  where request_fact.outcome >= 2 and request_fact.code between 200 and 399
  group by named.policy
),
-- what a send ended in, and whether another followed; a proxy's own line tells resets from answers, a line of the next proxy holds answers only
seen as (
  select policy, code, flags, details, grpc_status, is_own, true as is_followed
  from told
  where is_followed
  union all
  select ending.policy, ending.code, ending.flags, ending.details, ending.grpc_status, true, ending.is_exhausted
  from ending
  cross join params
  where ending.is_exhausted or ending.body <= params.max_body
),
kinded as (
  select
    policy, is_followed, code,
    case
      when is_own and arrays_overlap(flags, array['UO', 'UH', 'NR', 'NC', 'DC', 'DR', 'DPE', 'RL', 'RLSE', 'UAEX', 'FI', 'OM']) then null
      when is_own and (starts_with(details, 'upstream_per_try') or contains(flags, 'UMSDR')) then 'cut'
      when is_own and contains(flags, 'UT') then case when details is null and (is_followed or contains(flags, 'URX')) then 'cut' end
      when is_own and coalesce(strpos(details, 'refused_stream'), 0) > 0 then 'refused'
      when is_own and contains(flags, 'UF') then 'connect'
      when is_own and starts_with(details, 'upstream_reset_after_response_started') then null
      when is_own and (arrays_overlap(flags, array['UC', 'LR', 'UPE']) or (contains(flags, 'UR') and details is not null)) then 'reset'
      when is_own and (contains(flags, 'UR') or (details is not null and details <> 'via_upstream')) then null
      when not is_own and code = 0 then 'cut'
      when grpc_status in (1, 4, 8, 13, 14) or (code = 200 and is_followed and grpc_status is null) then 'grpc'
      when code >= 400 then 'answer'
    end as kind,
    case when code = 200 then grpc_status end as grpc_status
  from seen
),
weighed as (
  select
    kinded.policy, kinded.kind, case when kinded.kind = 'answer' then kinded.code end as code,
    case when kinded.kind = 'grpc' then kinded.grpc_status end as grpc_status,
    count_if(kinded.is_followed) as followed, count(*) as sends
  from kinded
  where kinded.kind is not null
  group by 1, 2, 3, 4
),
ruled as (
  select
    weighed.policy, weighed.kind, weighed.code, weighed.followed, weighed.sends,
    -- an error in gRPC trailers is never sent again and looks the same, so that sends without a follower prove nothing there
    weighed.followed >= params.min_failures and (weighed.followed >= 9e-1 * weighed.sends or weighed.kind = 'grpc') as is_sent_again,
    weighed.sends >= params.min_failures and weighed.followed <= 1e-1 * weighed.sends and weighed.kind <> 'grpc' as is_not,
    case weighed.kind
      when 'cut' then 'cut off'
      when 'reset' then 'connection or stream reset'
      when 'connect' then 'no connection'
      when 'refused' then 'stream refused'
      when 'grpc' then coalesce('gRPC status ' || cast(weighed.grpc_status as varchar), 'gRPC error')
      else 'answered ' || cast(weighed.code as varchar) end as words,
    case weighed.grpc_status when 1 then 'cancelled' when 4 then 'deadline-exceeded' when 8 then 'resource-exhausted' when 13 then 'internal'
      when 14 then 'unavailable' else 'unavailable|cancelled|deadline-exceeded|internal|resource-exhausted' end as grpc_token
  from weighed
  cross join params
),
-- which conditions of retryOn can act, and which must
judgement as (
  select
    policy,
    bool_or(is_sent_again and kind in ('cut', 'reset')) as needs_reset,
    bool_or(is_sent_again and kind = 'connect') as needs_connect,
    bool_or(is_sent_again and kind = 'refused') as needs_refused,
    bool_or(is_sent_again and kind = 'answer' and code between 502 and 504) as needs_gateway,
    bool_or(is_sent_again and kind = 'answer' and code >= 500 and code not between 502 and 504) as needs_error,
    not bool_or(is_not and kind in ('cut', 'reset', 'connect', 'refused')) as may_reset,
    not bool_or(is_not and (kind in ('cut', 'reset', 'connect', 'refused') or code between 502 and 504)) as may_gateway,
    not bool_or(is_not and (kind in ('cut', 'reset', 'connect', 'refused') or code >= 500)) as may_error,
    coalesce(array_join(array_agg(case when is_sent_again and kind = 'answer' and code >= 500 then cast(code as varchar) end order by code), '+'), '') as error_codes,
    coalesce(array_join(array_agg(case when is_sent_again and kind = 'answer' and code < 500 then case code when 409 then 'retriable-4xx|409' else cast(code as varchar) end end order by code), ','), '') as other_codes,
    coalesce(array_join(array_agg(case when is_sent_again and kind = 'grpc' then grpc_token end order by grpc_token), ','), '') as grpc_tokens,
    array_join(array_agg(case when is_sent_again then words || ' (' || cast(followed as varchar) || ' of ' || cast(sends as varchar) || ')' end order by sends desc, words), ', ') as sent_again,
    -- other codes of clients' errors say nothing that anyone would ask
    array_join(array_agg(case when is_not and coalesce(code >= 500 or code in (409, 429), true) then words || ' (' || cast(sends - followed as varchar) || ' of ' || cast(sends as varchar) || ')' end order by sends desc, words), ', ') as not_sent_again
  from ruled
  group by policy
),
-- conditions that explain every reset and every error answered at once; where there are none, each kind by a condition of its own
explained as (
  select
    judgement.*,
    needs_reset and may_error as by_error,
    needs_reset and may_gateway and not needs_error as by_gateway,
    needs_reset and may_reset and not needs_error and not needs_gateway as by_reset,
    case when may_gateway and not needs_error then '|gateway-error' else '' end || case when may_error then '|5xx' else '' end as or_answers,
    case when may_reset then '|reset' else '' end as or_reset
  from judgement
),
conditions as (
  select
    policy, sent_again, not_sent_again,
    substr(
      case when by_error or by_gateway or by_reset
           then ',' || substr(case when by_gateway then '|gateway-error' else '' end || case when by_error then '|5xx' else '' end || case when by_reset then '|reset' else '' end, 2)
           when needs_reset and may_reset then ',reset' else '' end
      || case when error_codes = '' or by_error or by_gateway then '' else ',' || error_codes || case when needs_reset then '' else or_answers end end
      || case when needs_connect and not (needs_reset and may_reset) then ',connect-failure|reset-before-request' || or_answers || or_reset else '' end
      || case when needs_refused and not (needs_reset and may_reset) then ',refused-stream' || or_answers || or_reset else '' end
      || case when other_codes = '' then '' else ',' || other_codes end
      || case when grpc_tokens = '' then '' else ',' || grpc_tokens end, 2) as retry_on
  from explained
),
ranked as (
  select
    named.policy, telling.id, telling.began, telling.ended, telling.sends, telling.is_server,
    row_number() over (partition by named.policy order by telling.sends desc, telling.began, telling.id) as place
  from telling
  join named on telling.route_id = named.route_id
),
whole as (
  select
    policy, count(*) as hits, min(began) as first_ms, max(ended) as last_ms, max(sends) as most_sends, bool_and(is_server) as is_unlogged,
    array_agg(id order by place) filter (where place <= 3) as examples
  from ranked
  group by policy
),
main_route as (
  select policy, max(case when place = 1 then route end) as route, count(*) as paths
  from named
  group by policy
),
policy_found as (
  select
    main_route.route, whole.first_ms, whole.last_ms, whole.hits, main_route.paths, whole.is_unlogged,
    attempted.sends - 1 as attempts, coalesce(attempted.samples, 0) as attempts_samples, coalesce(attempted.agreeing, 0) as attempts_agreeing, whole.most_sends,
    per_try.value_ms as per_try_timeout_ms, coalesce(per_try.samples, 0) as per_try_samples, coalesce(per_try.agreeing, 0) as per_try_agreeing,
    entire.value_ms as timeout_ms, coalesce(entire.samples, 0) as timeout_samples, coalesce(entire.agreeing, 0) as timeout_agreeing,
    nullif(conditions.retry_on, '') as retry_on, nullif(conditions.sent_again, '') as sent_again, nullif(conditions.not_sent_again, '') as not_sent_again,
    whole.examples, whole.policy
  from whole
  join main_route on whole.policy = main_route.policy
  left join unseen on whole.policy = unseen.policy
  left join attempted on whole.policy = attempted.policy and (attempted.by_lines = 0 or coalesce(unseen.unseen, 0) * 100 <= coalesce(unseen.requests, 0))
  left join timeout as per_try on whole.policy = per_try.policy and per_try.kind = 'per_try'
  left join timeout as entire on whole.policy = entire.policy and entire.kind = 'whole'
  left join conditions on whole.policy = conditions.policy
)
select
  route,
  date_add('millisecond', first_ms, timestamp '1970-01-01 00:00:00.000000') as first_seen,
  date_add('millisecond', last_ms, timestamp '1970-01-01 00:00:00.000000') as last_seen,
  hits, paths, cast(attempts as bigint) as attempts, cast(attempts_samples as bigint) as attempts_samples, cast(attempts_agreeing as bigint) as attempts_agreeing,
  cast(most_sends as bigint) as most_sends,
  cast(per_try_timeout_ms as bigint) as per_try_timeout_ms, cast(per_try_samples as bigint) as per_try_samples, cast(per_try_agreeing as bigint) as per_try_agreeing,
  cast(timeout_ms as bigint) as timeout_ms, cast(timeout_samples as bigint) as timeout_samples, cast(timeout_agreeing as bigint) as timeout_agreeing,
  retry_on, sent_again, not_sent_again,
  'attempts ' || coalesce(cast(attempts as varchar), 'no evidence') || ', perTryTimeout ' || coalesce(cast(per_try_timeout_ms as varchar) || ' ms', 'no evidence')
    || ', timeout ' || coalesce(cast(timeout_ms as varchar) || ' ms', 'no evidence') || ', retryOn ' || coalesce(retry_on, 'no evidence') as summary,
  substr(
    case when attempts is not null then '; ' || cast(attempts_agreeing as varchar) || ' of ' || cast(attempts_samples as varchar)
      || ' requests that used up their retries made ' || cast(attempts + 1 as varchar) || ' sends' else '; at most ' || cast(most_sends as varchar) || ' sends of one request were seen' end
    || case when per_try_timeout_ms is not null then '; ' || cast(per_try_agreeing as varchar) || ' of ' || cast(per_try_samples as varchar) || ' sends that were cut off ended near '
      || cast(per_try_timeout_ms as varchar) || ' ms' else '' end
    || case when timeout_ms is not null then '; ' || cast(timeout_agreeing as varchar) || ' of ' || cast(timeout_samples as varchar) || ' requests that timed out as a whole ended near '
      || cast(timeout_ms as varchar) || ' ms' else '' end
    || case when is_unlogged then '; the proxy that sent them did not log' else '' end
    || coalesce('; sent again after: ' || sent_again, '') || coalesce('; not sent again after: ' || not_sent_again, ''), 3) as why,
  'compare this with the VirtualService' || case when paths > 1 then '; it was seen on ' || cast(paths as varchar) || ' methods and paths of the route' else '' end as remedy,
  examples
from policy_found
where attempts is not null or per_try_timeout_ms is not null or timeout_ms is not null or retry_on is not null
order by hits desc, route, policy
