import { describe, expect, test } from "vitest";
import { formats } from "../../src/parse/formats/index.ts";
import { formatsIn } from "../../src/parse/formats-in-config.ts";
import { readLine } from "./read-lines.ts";

/** Name, place and shape of each format in a configuration. */
function found(text: string): unknown[] {
  return formatsIn(text, "conf/mesh.yaml").map(({ name, about, shape, source }) => {
    expect([about, source]).toEqual(["from mesh.yaml", expect.stringMatching(/^conf\/mesh\.yaml at /)]);
    return [
      name,
      source.replace("conf/mesh.yaml at ", ""),
      "json" in shape ? shape.json : "text" in shape ? shape.text : null,
    ];
  });
}

test.each([
  [
    "Envoy's",
    'log_format: { omit_empty_values: true, text_format_source: { inline_string: "[%START_TIME%] %UPSTREAM_HOST% %UPSTREAM_CLUSTER%" } }',
  ],
  [
    "Istio's",
    'extensionProviders: [{ name: mesh, envoyFileAccessLog: { omitEmptyValues: true, logFormat: { text: "[%START_TIME%] %UPSTREAM_HOST% %UPSTREAM_CLUSTER%" } } }]',
  ],
])("lines of %s configuration that omits empty values are read", async (_, text) => {
  const line = "[2026-11-20T09:16:10.001Z]  outbound|80||a.svc";
  expect(await readLine(line, [...formatsIn(text, "mesh.yaml"), ...formats])).toMatchObject({
    format: "mesh",
    record: { upstream_host: null, upstream_cluster: "outbound|80||a.svc" },
  });
});

describe("where formats stand", () => {
  test("MeshConfig", () => {
    expect(found("accessLogFile: /dev/stdout\naccessLogFormat: |\n  [%START_TIME%] %RESPONSE_CODE%\n")).toEqual([
      ["mesh", "accessLogFormat", "[%START_TIME%] %RESPONSE_CODE%"],
    ]);
  });

  test("MeshConfig as JSON", () => {
    expect(found('accessLogEncoding: JSON\naccessLogFormat: \'{"t":"%START_TIME%"}\'')).toEqual([
      ["mesh", "accessLogFormat", { t: "%START_TIME%" }],
    ]);
  });

  test("the text of a ConfigMap, with the providers that Telemetry resources name", () => {
    const text = `
apiVersion: v1
kind: ConfigMap
metadata: { name: istio, labels: { istio.io/rev: default } }
data:
  meshNetworks: "networks: {}"
  mesh: |-
    accessLogFile: ""
    extensionProviders:
    - name: plain
      envoyFileAccessLog:
        path: /dev/stdout
        logFormat: { text: "%START_TIME% %PROTOCOL%\\n" }
    - name: keys
      envoyFileAccessLog:
        path: /dev/stdout
        logFormat:
          labels: { when: "%START_TIME%", code: "%RESPONSE_CODE%" }
---
apiVersion: telemetry.istio.io/v1
kind: Telemetry
spec: { accessLogging: [{ providers: [{ name: keys }] }] }
`;
    expect(found(text)).toEqual([
      ["plain", "data.mesh.extensionProviders[0].envoyFileAccessLog.logFormat.text", "%START_TIME% %PROTOCOL%"],
      [
        "keys",
        "data.mesh.extensionProviders[1].envoyFileAccessLog.logFormat.labels",
        { when: "%START_TIME%", code: "%RESPONSE_CODE%" },
      ],
    ]);
  });

  test("IstioOperator", () => {
    const text = "kind: IstioOperator\nspec: { meshConfig: { accessLogFormat: '%START_TIME%' } }";
    expect(found(text)).toEqual([["mesh", "spec.meshConfig.accessLogFormat", "%START_TIME%"]]);
  });

  test("an EnvoyFilter or a bootstrap, and no body that the proxy answers with", () => {
    const text = `
static_resources:
  listeners:
  - filter_chains:
    - filters:
      - typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
          local_reply_config: { body_format: { text_format: "%LOCAL_REPLY_BODY% %RESPONSE_CODE%" } }
          access_log:
          - typed_config:
              path: /dev/stdout
              log_format: { text_format_source: { inline_string: "%START_TIME% a\\n" } }
          - typed_config:
              path: /dev/stderr
              log_format: { json_format: { t: "%START_TIME%", http: { code: "%RESPONSE_CODE%" } } }
          - typed_config: { path: /tmp/old, format: "%START_TIME% old\\n" }
`;
    expect(found(text).map((each) => (Array.isArray(each) ? each[2] : null))).toEqual([
      "%START_TIME% a",
      { t: "%START_TIME%", http: { code: "%RESPONSE_CODE%" } },
      "%START_TIME% old",
    ]);
  });

  test("a config_dump, in which one format stands at every listener", () => {
    const listener = {
      active_state: {
        listener: {
          access_log: [
            {
              name: "envoy.access_loggers.file",
              typed_config: {
                path: "/dev/stdout",
                log_format: { text_format_source: { inline_string: "%START_TIME%\n" } },
              },
            },
          ],
        },
      },
    };
    const dump = JSON.stringify({ configs: [{ dynamic_listeners: [listener, listener, listener] }] }, null, 1);
    expect(found(dump).length).toBe(1);
  });

  test.each([
    [
      "Envoy Gateway's text",
      "spec: { telemetry: { accessLog: { settings: [{ format: { type: Text, text: '%START_TIME%' } }] } } }",
      "%START_TIME%",
    ],
    [
      "Envoy Gateway's JSON",
      "spec: { telemetry: { accessLog: { settings: [{ format: { type: JSON, json: { t: '%START_TIME%' } } }] } } }",
      { t: "%START_TIME%" },
    ],
    [
      "Kuma's list",
      "spec: { default: { backends: [{ file: { format: { type: Json, json: [{ key: t, value: '%START_TIME%' }] } } }] } }",
      { t: "%START_TIME%" },
    ],
    [
      "Kuma's text",
      "spec: { default: { backends: [{ file: { format: { type: Plain, plain: '%START_TIME%' } } }] } }",
      "%START_TIME%",
    ],
    ["Contour's text", "accesslog-format-string: '%START_TIME%'", "%START_TIME%"],
    [
      "Contour's fields",
      "json-fields: ['@timestamp', method, response_duration, 'my=%REQ(X-MY)%']",
      {
        "@timestamp": "%START_TIME%",
        method: "%REQ(:METHOD)%",
        response_duration: "%RESPONSE_DURATION%",
        my: "%REQ(X-MY)%",
      },
    ],
    [
      "Emissary's map",
      "spec: { config: { envoy_log_type: json, envoy_log_format: { t: '%START_TIME%' } } }",
      { t: "%START_TIME%" },
    ],
    [
      "Gloo's sink",
      "options: { accessLoggingService: { accessLog: [{ fileSink: { stringFormat: '%START_TIME%' } }] } }",
      "%START_TIME%",
    ],
  ])("%s", (_, text, format) => {
    expect(found(text)).toMatchObject(
      [["mesh", {}, format]].map(([name, , shape]) => [name, expect.any(String), shape]),
    );
  });
});

test("lines are read by the format that was found", async () => {
  const mine = formatsIn("accessLogFormat: '%START_TIME% %RESPONSE_CODE% \"%REQ(:PATH)%\"'", "mesh.yaml");
  expect(await readLine('2026-11-20T09:16:10.001Z 503 "/a b"', [...mine, ...formats])).toMatchObject({
    format: "mesh",
    record: { response_code: 503, path: "/a b" },
  });
});

test("formats of equal name, or of a name that is taken, are numbered", () => {
  const names = formatsIn(
    "a: { json_format: { t: '%START_TIME%' } }\nb: { json_format: { u: '%START_TIME%' } }",
    "x.yml",
  );
  expect(names.map(({ name }) => name)).toEqual(["x", "x-2"]);
  expect(formatsIn("accessLogFormat: '%START_TIME%'", "a/istio-text.json", ["istio-text"])).toMatchObject([
    { name: "istio-text-2" },
  ]);
});

describe("what cannot be used", () => {
  test("a file without a format says where it was looked for", () => {
    expect(() => formatsIn("kind: Telemetry\nspec: {}", "t.yaml")).toThrow(
      /no access log format in "t\.yaml": looked for accessLogFormat/,
    );
  });

  test("a file that is no YAML", () => {
    expect(() => formatsIn("a: [1", "t.yaml")).toThrow(/"t\.yaml" is neither YAML nor JSON/);
  });

  test("a format that does not compile is told with its place in the file", () => {
    expect(() => formatsIn("accessLogFormat: '%START_TIME% %RESPONSE_COD%'", "t.yaml")).toThrow(
      /in "t\.yaml" at accessLogFormat: the format string has "%RESPONSE_COD%"/,
    );
  });
});
