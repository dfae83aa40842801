-- ---
-- id: call
-- means: One row for each (request id, method, path) of the logs; which of them are one request with one send, as nearly all are.
-- reads: [hop]
-- ---
with
-- a line without an id is a call of its own: nothing can be joined to it by id
counted as (
  select
    id_hash, call_hash,
    count_if(not is_server) as clients,
    count_if(is_server) as servers,
    max(case when not is_server then line_id end) as client_line,
    max(case when is_server then line_id end) as server_line,
    min(case when not is_server then began end) as client_began,
    max(case when not is_server then ended end) as client_ended,
    min(case when is_server then began end) as server_began,
    bool_or(is_resent) as is_resent
  from hop
  where id_hash is not null
  group by id_hash, call_hash
)
select
  id_hash, call_hash, client_line, server_line,
  not is_resent and (
    (clients = 1 and servers = 0)
    or (clients = 1 and servers = 1 and server_began >= client_began and server_began <= client_ended)
    or (clients = 0 and servers = 1)
  ) as is_plain
from counted
