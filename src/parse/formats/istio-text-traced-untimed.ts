import type { Format } from "../format.ts";

export default {
  name: "istio-text-traced-untimed",
  about: "Istio's text line of 1.9 and later with the trace behind it and without its time",
  source: "https://github.com/istio/istio/blob/1.24.0/pilot/pkg/model/telemetry_logging.go",
  shape: {
    text: '"%REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH)% %PROTOCOL%" %RESPONSE_CODE% %RESPONSE_FLAGS% %RESPONSE_CODE_DETAILS% %CONNECTION_TERMINATION_DETAILS% "%UPSTREAM_TRANSPORT_FAILURE_REASON%" %BYTES_RECEIVED% %BYTES_SENT% %DURATION% %RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)% "%REQ(X-FORWARDED-FOR)%" "%REQ(USER-AGENT)%" "%REQ(X-REQUEST-ID)%" "%REQ(:AUTHORITY)%" "%UPSTREAM_HOST%" %UPSTREAM_CLUSTER_RAW% %UPSTREAM_LOCAL_ADDRESS% %DOWNSTREAM_LOCAL_ADDRESS% %DOWNSTREAM_REMOTE_ADDRESS% %REQUESTED_SERVER_NAME% %ROUTE_NAME% traceID=%TRACE_ID% traceSampled=%TRACE_SAMPLED%',
  },
  samples: [
    {
      line: '"GET /joined_members?access_token=redacted HTTP/1.1" 403 - via_upstream - "-" 0 58 3 3 "-" "akka-http/10.2.10" "89a1c506-a6ea-96db-b88a-2cd22db93dc4" "synapse.lxp-core:8008" "10.0.1.199:8008" inbound|8008|| 127.0.0.6:45307 10.0.1.199:8008 10.0.0.86:54978 - default traceID=7654f5f829bed4690de1f31281c4854b traceSampled=1',
      record: {
        start_time: null,
        response_code: 403,
        route_name: "default",
        upstream_local_address: "127.0.0.6:45307",
      },
    },
  ],
} satisfies Format;
