-- ---
-- id: nested_request
-- dialect: duckdb
-- means: >-
--   How many requests an application was seen to make while it handled another one: what only logs of more than one hop show, and only where applications pass the request id on.
-- reads: [parent, request_fact]
-- ---
SELECT (SELECT count(*) FROM parent) AS nested, (SELECT count(*) FROM request_fact) AS requests
