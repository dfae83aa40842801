import type { Format } from "../format.ts";

export default {
  name: "envoy-gateway-text",
  about: "Envoy Gateway's line of 0.6 to 1.3: text written to look like JSON, in which nothing is escaped",
  source: "https://github.com/envoyproxy/gateway/blob/v1.3.0/internal/xds/translator/accesslog.go",
  shape: {
    text: '{"start_time":"%START_TIME%","method":"%REQ(:METHOD)%","x-envoy-origin-path":"%REQ(X-ENVOY-ORIGINAL-PATH?:PATH)%","protocol":"%PROTOCOL%","response_code":"%RESPONSE_CODE%","response_flags":"%RESPONSE_FLAGS%","response_code_details":"%RESPONSE_CODE_DETAILS%","connection_termination_details":"%CONNECTION_TERMINATION_DETAILS%","upstream_transport_failure_reason":"%UPSTREAM_TRANSPORT_FAILURE_REASON%","bytes_received":"%BYTES_RECEIVED%","bytes_sent":"%BYTES_SENT%","duration":"%DURATION%","x-envoy-upstream-service-time":"%RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)%","x-forwarded-for":"%REQ(X-FORWARDED-FOR)%","user-agent":"%REQ(USER-AGENT)%","x-request-id":"%REQ(X-REQUEST-ID)%",":authority":"%REQ(:AUTHORITY)%","upstream_host":"%UPSTREAM_HOST%","upstream_cluster":"%UPSTREAM_CLUSTER%","upstream_local_address":"%UPSTREAM_LOCAL_ADDRESS%","downstream_local_address":"%DOWNSTREAM_LOCAL_ADDRESS%","downstream_remote_address":"%DOWNSTREAM_REMOTE_ADDRESS%","requested_server_name":"%REQUESTED_SERVER_NAME%","route_name":"%ROUTE_NAME%"}',
  },
  samples: [
    {
      line: '{"start_time":"2024-05-03T08:11:10.123Z","method":"GET","x-envoy-origin-path":"/","protocol":"HTTP/1.1","response_code":"404","response_flags":"NR","response_code_details":"route_not_found","connection_termination_details":"-","upstream_transport_failure_reason":"-","bytes_received":"0","bytes_sent":"0","duration":"3","x-envoy-upstream-service-time":"-","x-forwarded-for":"10.0.0.9","user-agent":"cu"rl\\8","x-request-id":"a1d0ac0e-9fd6-4a5e-9d0e-6e2a2b3c4d5e",":authority":"www.example.com","upstream_host":"-","upstream_cluster":"-","upstream_local_address":"-","downstream_local_address":"10.0.0.5:10080","downstream_remote_address":"10.0.0.9:52310","requested_server_name":"-","route_name":"-"}',
      record: {
        start_time: "2024-05-03T08:11:10.123Z",
        path: "/",
        response_code: 404,
        response_flags: ["NR"],
        user_agent: 'cu"rl\\8',
        authority: "www.example.com",
        route_name: null,
      },
    },
    {
      line: '{"start_time":"2024-05-03T08:11:10.123Z","method":"GET","x-envoy-origin-path":"/","protocol":"HTTP/1.1","response_code":"200","response_flags":"-","response_code_details":"via_upstream","connection_termination_details":"-","upstream_transport_failure_reason":"-","bytes_received":"0","bytes_sent":"0","duration":"3","x-envoy-upstream-service-time":"-","x-forwarded-for":"10.0.0.9","user-agent":"curl/8.5.0","x-request-id":"a1d0ac0e-9fd6-4a5e-9d0e-6e2a2b3c4d5e",":authority":"www.example.com","upstream_host":"10.1.2.3:80","upstream_cluster":"-","upstream_local_address":"-","downstream_local_address":"10.0.0.5:10080","downstream_remote_address":"10.0.0.9:52310","requested_server_name":"-","route_name":"httproute/default/backend/rule/0/match/0/www_example_com"}',
      record: {
        response_code: 200,
        response_flags: [],
        user_agent: "curl/8.5.0",
        route_name: "httproute/default/backend/rule/0/match/0/www_example_com",
      },
    },
  ],
} satisfies Format;
