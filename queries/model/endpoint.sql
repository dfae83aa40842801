-- ---
-- id: endpoint
-- means: >-
--   Which service an address belongs to, as client-side lines tell it (null where they tell several), and whether a server-side proxy at that address logs.
-- reads: [line]
-- ---
with
-- the few pairs and addresses first, and their texts then
called as (
  select distinct upstream_host, upstream_cluster
  from line
  where upstream_host is not null and starts_with(upstream_cluster, 'outbound|')
),
logged as (
  select distinct downstream_local_address
  from line
  where downstream_local_address is not null and starts_with(upstream_cluster, 'inbound|')
),
seen as (
  select
    case when starts_with(upstream_host, 'envoy://') then regexp_replace(upstream_host, '^envoy://[^/]*/', '') else upstream_host end as host,
    replace(split_part(upstream_cluster, '|', 4), ';', '') as service, 0 as logs
  from called
  union all
  select downstream_local_address, null, 1
  from logged
)
select host, case when min(service) = max(service) then max(service) end as service, max(logs) = 1 as is_logged
from seen
group by host
