import type { Format } from "../format.ts";

export default {
  name: "istio-text-1.3",
  about: "Istio's text line of 1.3 to 1.7",
  source: "https://github.com/istio/istio/blob/1.7.8/pilot/pkg/networking/core/v1alpha3/listener.go",
  shape: {
    text: '[%START_TIME%] "%REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH)% %PROTOCOL%" %RESPONSE_CODE% %RESPONSE_FLAGS% "%DYNAMIC_METADATA(istio.mixer:status)%" "%UPSTREAM_TRANSPORT_FAILURE_REASON%" %BYTES_RECEIVED% %BYTES_SENT% %DURATION% %RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)% "%REQ(X-FORWARDED-FOR)%" "%REQ(USER-AGENT)%" "%REQ(X-REQUEST-ID)%" "%REQ(:AUTHORITY)%" "%UPSTREAM_HOST%" %UPSTREAM_CLUSTER% %UPSTREAM_LOCAL_ADDRESS% %DOWNSTREAM_LOCAL_ADDRESS% %DOWNSTREAM_REMOTE_ADDRESS% %REQUESTED_SERVER_NAME% %ROUTE_NAME%',
  },
  samples: [
    {
      line: '[2020-11-22T20:04:32.765Z] "GET /products HTTP/1.1" 500 - "-" "-" 0 122 11939 11933 "-" "PostmanRuntime/7.26.8" "66fa4542-266e-9364-8447-e7d63047b344" "172.17.0.2:30164" "127.0.0.1:8080" inbound|8080|http-8080|scrappers-service.default.svc.cluster.local 127.0.0.1:52034 172.18.0.10:8080 172.18.0.1:37035 - default',
      record: {
        response_code: 500,
        duration_ms: 11939,
        upstream_service_time_ms: 11933,
        upstream_local_address: "127.0.0.1:52034",
        route_name: "default",
      },
    },
    {
      line: '[2022-05-10T16:27:29.232Z] "POST /v1/heartbeat HTTP/2" 503 UF,URX "-" "TLS error: Secret is not supplied by SDS" 132 91 25 - "10.39.0.0" "-" "08274ec4-2d93-4070-8fe1-fc6946f1cf26" "api.local" "10.33.0.90:28500" outbound|80||hbtd - 10.33.0.43:443 10.39.0.0:29543 api.local -',
      record: {
        upstream_transport_failure_reason: "TLS error: Secret is not supplied by SDS",
        response_flags: ["UF", "URX"],
        requested_server_name: "api.local",
        route_name: null,
      },
    },
    {
      // With omit_empty_values.
      line: '[2020-04-01T03:23:12.736Z] "GET /get HTTP/1.1" 503 UH "" "" 0 19 0  "" "curl/7.68.0" "id" "httpbin:8000" "" outbound|8000||httpbin.default.svc.cluster.local  10.96.71.143:8000 10.244.0.26:41616  default',
      record: {
        upstream_host: null,
        upstream_local_address: null,
        downstream_local_address: "10.96.71.143:8000",
        requested_server_name: null,
        route_name: "default",
      },
    },
  ],
} satisfies Format;
