import type { Format } from "../format.ts";

export default {
  name: "emissary-json",
  about:
    "Emissary's JSON line with Datadog's trace, typed or as strings; without the trace it is the line of Istio 1.2",
  source: "https://github.com/emissary-ingress/emissary/blob/v3.9.1/python/ambassador/envoy/v3/v3listener.py",
  shape: {
    needs: ["dd.trace_id", "response_code", "start_time"],
    json: {
      start_time: "%START_TIME%",
      method: "%REQ(:METHOD)%",
      path: "%REQ(X-ENVOY-ORIGINAL-PATH?:PATH)%",
      protocol: "%PROTOCOL%",
      response_code: "%RESPONSE_CODE%",
      response_flags: "%RESPONSE_FLAGS%",
      bytes_received: "%BYTES_RECEIVED%",
      bytes_sent: "%BYTES_SENT%",
      duration: "%DURATION%",
      upstream_service_time: "%RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)%",
      x_forwarded_for: "%REQ(X-FORWARDED-FOR)%",
      user_agent: "%REQ(USER-AGENT)%",
      request_id: "%REQ(X-REQUEST-ID)%",
      authority: "%REQ(:AUTHORITY)%",
      upstream_host: "%UPSTREAM_HOST%",
      upstream_cluster: "%UPSTREAM_CLUSTER%",
      upstream_local_address: "%UPSTREAM_LOCAL_ADDRESS%",
      downstream_local_address: "%DOWNSTREAM_LOCAL_ADDRESS%",
      downstream_remote_address: "%DOWNSTREAM_REMOTE_ADDRESS%",
      requested_server_name: "%REQUESTED_SERVER_NAME%",
      istio_policy_status: "%DYNAMIC_METADATA(istio.mixer:status)%",
      upstream_transport_failure_reason: "%UPSTREAM_TRANSPORT_FAILURE_REASON%",
      "dd.trace_id": "%REQ(X-DATADOG-TRACE-ID)%",
      "dd.span_id": "%REQ(X-DATADOG-PARENT-ID)%",
    },
  },
  samples: [
    {
      line: '{"start_time":"2026-11-20T09:16:10.001Z","method":"GET","path":"/backend/","protocol":"HTTP/1.1","response_code":"200","response_flags":"-","bytes_received":"0","bytes_sent":"155","duration":"3","upstream_service_time":"2","x_forwarded_for":"10.0.0.9","user_agent":"curl/8.5.0","request_id":"af3c10be-5d2f-4c1e-9a3b-0d4e5f6a7b8c","authority":"edge.example.com","upstream_host":"10.0.1.7:8080","upstream_cluster":"cluster_quote_default_default","upstream_local_address":"10.0.0.5:40112","downstream_local_address":"10.0.0.5:8080","downstream_remote_address":"10.0.0.9:0","requested_server_name":"-","istio_policy_status":"-","upstream_transport_failure_reason":"-","dd.trace_id":"7301","dd.span_id":"9912"}',
      record: {
        response_code: 200,
        response_flags: [],
        bytes_sent: 155,
        duration_ms: 3,
        upstream_service_time_ms: 2,
        requested_server_name: null,
        "dd.trace_id": "7301",
      },
    },
  ],
} satisfies Format;
