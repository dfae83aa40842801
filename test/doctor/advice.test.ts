import { parseAllDocuments } from "yaml";
import { describe, expect, test } from "vitest";
import { wantedFields } from "../../src/doctor/fields.ts";
import { envoyFormat, envoyGatewayFormat } from "../../src/doctor/advice/envoy.ts";
import {
  istioAttemptHeader,
  istioFormat,
  istioHeader,
  istioSendLog,
  istioTelemetry,
} from "../../src/doctor/advice/istio.ts";
import { folded } from "../../src/doctor/advice/yaml.ts";
import { formats } from "../../src/parse/formats/index.ts";
import { formatsIn } from "../../src/parse/formats-in-config.ts";
import type { Format, JsonFormat } from "../../src/parse/format.ts";
import { readLine } from "../parse/read-lines.ts";

/** What a proxy would write for each operator. */
const values: Readonly<Record<string, string>> = {
  "%START_TIME%": "2026-11-20T09:16:10.001Z",
  "%REQ(:METHOD)%": "POST",
  "%REQ(X-ENVOY-ORIGINAL-PATH?:PATH)%": "/shop.Cart/Add",
  "%PROTOCOL%": "HTTP/2",
  "%RESPONSE_CODE%": "503",
  "%RESPONSE_FLAGS%": "URX,UF",
  "%RESPONSE_CODE_DETAILS%": "upstream_reset_before_response_started{remote_connection_failure}",
  "%CONNECTION_TERMINATION_DETAILS%": "-",
  "%UPSTREAM_TRANSPORT_FAILURE_REASON%": "TLS_error:_WRONG_VERSION_NUMBER",
  "%BYTES_RECEIVED%": "412",
  "%BYTES_SENT%": "19",
  "%DURATION%": "436",
  "%RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)%": "-",
  "%REQ(X-FORWARDED-FOR)%": "192.0.2.1, 10.0.0.7",
  "%REQ(USER-AGENT)%": "grpc-go/1.60.0",
  "%REQ(X-REQUEST-ID)%": "af3c10be-5d2f-4c1e-9a3b-0d4e5f6a7b8c",
  "%REQ(:AUTHORITY)%": "cart:8000",
  "%UPSTREAM_HOST%": "10.244.0.31:80",
  "%UPSTREAM_CLUSTER_RAW%": "outbound|8000|v2|cart.default.svc.cluster.local",
  "%UPSTREAM_CLUSTER%": "outbound|8000|v2|cart.default.svc.cluster.local",
  "%UPSTREAM_LOCAL_ADDRESS%": "10.244.0.26:35086",
  "%DOWNSTREAM_LOCAL_ADDRESS%": "10.96.71.143:8000",
  "%DOWNSTREAM_REMOTE_ADDRESS%": "10.244.0.26:41616",
  "%REQUESTED_SERVER_NAME%": "-",
  "%ROUTE_NAME%": "add-to-cart",
  "%UPSTREAM_REQUEST_ATTEMPT_COUNT%": "3",
  "%REQ(X-ENVOY-ATTEMPT-COUNT)%": "2",
  "%GRPC_STATUS_NUMBER%": "14",
  "%ACCESS_LOG_TYPE%": "UpstreamEnd",
};

/** The line that a proxy with this format would write. */
function lineOf({ shape }: Format): string {
  if ("json" in shape)
    return JSON.stringify(
      Object.fromEntries(Object.entries(shape.json).map(([key, value]) => [key, jsonValue(value)])),
    );
  return "text" in shape ? shape.text.replaceAll(/%[A-Z_]+(?:\([^)]*\))?%/g, valueOf) : "";
}

function jsonValue(operator: string | JsonFormat): string | number | null {
  const value = valueOf(String(operator));
  return value === "-" ? null : /^\d+$/.test(value) ? Number(value) : value;
}

function valueOf(operator: string): string {
  const value = values[operator];
  if (value === undefined) throw new Error(`no value for ${operator}`);
  return value;
}

/** Everything the doctor looks for, which a format that it gives must bring. */
const all = wantedFields.map(([field]) => field);

describe.each([
  ["Istio's text", istioFormat(all, true).yaml ?? "", all],
  ["Istio's JSON", istioFormat(all, false).yaml ?? "", all],
  ["Envoy's text", envoyFormat(all, true).yaml ?? "", all],
  ["Envoy's JSON", envoyFormat(all, false).yaml ?? "", all],
  // A gateway asks; which send of another proxy it got is not its to tell.
  ["Envoy Gateway's", envoyGatewayFormat(all).yaml ?? "", all.filter((field) => field !== "attempt_ordinal")],
])("%s configuration", (_, yaml, fields) => {
  test("is YAML in which the format is found", () => {
    expect(parseAllDocuments(yaml).flatMap((document) => document.errors)).toEqual([]);
    expect(formatsIn(yaml, "new.yaml")).toHaveLength(1);
  });

  test("makes lines that have every field that was missing, whether or not the format is given with them", async () => {
    const found = formatsIn(yaml, "new.yaml");
    for (const shelf of [[...found, ...formats], formats]) {
      const outcome = await readLine(lineOf(found[0]!), shelf);
      expect(outcome).toMatchObject({ is: "record" });
      const record = "record" in outcome ? outcome.record : {};
      expect(fields.filter((field) => record[field] === null || record[field] === undefined)).toEqual([]);
      expect(record).toMatchObject({
        attempt_count: 3,
        grpc_status: 14,
        response_flags: ["URX", "UF"],
        route_name: "add-to-cart",
      });
    }
  });

  test("fits a terminal of 80 columns where it is drawn", () => {
    expect(yaml.split("\n").filter((line) => line.length > 76 && !/@type|: "%/.test(line))).toEqual([]);
  });
});

test("the log of each send is found and read as one, so that no send is taken for a request", async () => {
  const found = formatsIn(istioSendLog, "filter.yaml");
  expect(found).toHaveLength(1);
  const outcome = await readLine(lineOf(found[0]!));
  expect(outcome).toMatchObject({
    format: "istio-json",
    record: { access_log_type: "UpstreamEnd", request_id: expect.any(String) },
  });
});

test("what shares a patch in an EnvoyFilter is the same on both places", () => {
  const [document] = parseAllDocuments(istioSendLog);
  const value: unknown = document?.toJS();
  expect(value).toMatchObject({
    spec: { configPatches: [{ patch: { operation: "MERGE" } }, { patch: { operation: "MERGE" } }] },
  });
});

test("a proxy of another kind than Istio is told to add the header only where it is missing", () => {
  expect(envoyFormat(["attempt_ordinal"], true).yaml).toContain("include_request_attempt_count: true");
  expect(envoyFormat(["attempt_count"], true).yaml).not.toContain("include_request_attempt_count");
});

test.each([
  [
    istioTelemetry("prod"),
    {
      kind: "Telemetry",
      metadata: { namespace: "prod" },
      spec: { accessLogging: [{ providers: [{ name: "envoy" }] }] },
    },
  ],
  [istioHeader("requestId"), { meshConfig: { defaultConfig: { proxyHeaders: { requestId: { disabled: false } } } } }],
  [
    istioAttemptHeader,
    {
      spec: {
        configPatches: [
          { applyTo: "VIRTUAL_HOST", patch: { value: { include_request_attempt_count: true } } },
          { match: { context: "SIDECAR_OUTBOUND" } },
        ],
      },
    },
  ],
])("resources hold what they should (%#)", (yaml, shape) => {
  const [document] = parseAllDocuments(yaml);
  expect(document?.toJS()).toMatchObject(shape);
});

test("a folded text is the text again", () => {
  const text = formats.find(({ name }) => name === "istio-text-attempts")!.shape;
  const written = "text" in text ? (text.text ?? "") : "";
  expect(
    parseAllDocuments(
      `a: >\n${folded(written)
        .map((line) => `  ${line}\n`)
        .join("")}`,
    )
      .map((document) => document)[0]
      ?.toJS(),
  ).toEqual({ a: `${written}\n` });
});
