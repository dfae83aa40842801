import type { Format } from "../format.ts";
import alsJson from "./als-json.ts";
import anyJson from "./any-json.ts";
import contourJson from "./contour-json.ts";
import emissaryJson from "./emissary-json.ts";
import emissaryText from "./emissary-text.ts";
import envoyGatewayJson from "./envoy-gateway-json.ts";
import envoyGatewayText from "./envoy-gateway-text.ts";
import envoyText from "./envoy-text.ts";
import glooJson from "./gloo-json.ts";
import glooPortalJson from "./gloo-portal-json.ts";
import istioJson from "./istio-json.ts";
import istioTcpText10 from "./istio-tcp-text-1.0.ts";
import istioText from "./istio-text.ts";
import istioText10 from "./istio-text-1.0.ts";
import istioText11 from "./istio-text-1.1.ts";
import istioText12 from "./istio-text-1.2.ts";
import istioText13 from "./istio-text-1.3.ts";
import istioText18 from "./istio-text-1.8.ts";
import istioTextAttempts from "./istio-text-attempts.ts";
import istioTextNoMixer from "./istio-text-no-mixer.ts";
import istioTextTagged from "./istio-text-tagged.ts";
import istioTextTraced from "./istio-text-traced.ts";
import istioTextTracedUntimed from "./istio-text-traced-untimed.ts";
import istioTextUntimed from "./istio-text-untimed.ts";
import kumaTcpText from "./kuma-tcp-text.ts";
import kumaText from "./kuma-text.ts";
import otlpJson from "./otlp-json.ts";
import stackdriverJson from "./stackdriver-json.ts";
import ztunnel from "./ztunnel.ts";
import ztunnelJson from "./ztunnel-json.ts";

/** All known formats; a test holds this list against the folder. */
export const formats: readonly Format[] = [
  alsJson,
  anyJson,
  contourJson,
  emissaryJson,
  emissaryText,
  envoyGatewayJson,
  envoyGatewayText,
  envoyText,
  glooJson,
  glooPortalJson,
  istioJson,
  istioTcpText10,
  istioText,
  istioText10,
  istioText11,
  istioText12,
  istioText13,
  istioText18,
  istioTextAttempts,
  istioTextNoMixer,
  istioTextTagged,
  istioTextTraced,
  istioTextTracedUntimed,
  istioTextUntimed,
  kumaTcpText,
  kumaText,
  otlpJson,
  stackdriverJson,
  ztunnel,
  ztunnelJson,
];
