import { isAccessRecord } from "../access-record.ts";
import { joined } from "../facts-pool.ts";
import { isObject, textUnder, valueUnder, type JsonObject, type JsonValue } from "../json-value.ts";
import { factsIn, factsOfRecord } from "../record-facts.ts";
import { recordWrapper, type Content } from "../record-wrapper.ts";

/** Where collectors keep the text of a line, in the order in which they are looked at. */
const textKeys = ["log", "message", "msg", "MESSAGE", "textPayload", "line", "body"];
/** Keys of collectors and of the runtimes whose records they keep; no proxy has one of them as its own. */
const ownKeys = new Set(
  "kubernetes docker stream logtag _p fluentbit_timestamp fluentd_tags @version ecs input prospector beat".split(" "),
);
/** Keys of collectors that an access log may have too, with a text under them. */
const sharedKeys = new Set(
  "agent host cloud orchestrator container log event file pod namespace source_type".split(" "),
);
/** Keys of records that an application wrote about itself; its words are not unwrapped, whatever they look like. */
const levelKeys = ["level", "severity", "lvl", "loglevel", "log.level"];

export default recordWrapper({
  name: "collector-record",
  about:
    "records of Fluent Bit, fluentd, Filebeat and Vector: the line under log or message, or its keys lifted to the top",
  source:
    "https://docs.fluentbit.io/manual/3.1/pipeline/filters/kubernetes; https://github.com/fabric8io/fluent-plugin-kubernetes_metadata_filter/blob/v3.5.0/README.md; https://www.elastic.co/guide/en/beats/filebeat/8.14/add-kubernetes-metadata.html",
  isLastResort: true,
  samples: [
    {
      wrapped:
        '{"log":"the line\\n","stream":"stdout","time":"2026-11-20T09:16:10.1Z","kubernetes":{"pod_name":"web-1","namespace_name":"shop","container_name":"istio-proxy","labels":{"app":"web"}}}',
      lines: [{ text: "the line", facts: { pod: "web-1", namespace: "shop", container: "istio-proxy" } }],
    },
    {
      wrapped:
        '{"@timestamp":"2026-11-20T09:16:10.1Z","message":"the line","kubernetes":{"pod":{"name":"web-1"},"namespace":"shop","container":{"name":"envoy"}},"log":{"file":{"path":"/x.log"}}}',
      lines: [{ text: "the line", facts: { pod: "web-1", namespace: "shop", container: "envoy" } }],
    },
    {
      wrapped:
        '{"file":"/var/log/pods/shop_web-1_0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f/istio-proxy/0.log","message":"one\\ntwo","source_type":"kubernetes_logs"}',
      lines: [
        { text: "one", facts: { pod: "web-1", namespace: "shop", container: "istio-proxy" } },
        { text: "two", facts: { pod: "web-1", namespace: "shop", container: "istio-proxy" } },
      ],
    },
    {
      wrapped: [
        '{"time":"2026-11-20T09:16:10.1Z","stream":"stdout","logtag":"P","message":"the "}',
        '{"time":"2026-11-20T09:16:10.2Z","stream":"stdout","logtag":"F","message":"line"}',
      ].join("\n"),
      lines: [{ text: "the line", span: 2 }],
    },
    {
      wrapped:
        '{"stream":"stdout","start_time":"2026-11-20T09:16:10.1Z","method":"GET","response_code":200,"kubernetes":{"pod_name":"web-1"},"time":"2026-11-20T09:16:10.2Z"}',
      lines: [
        {
          text: '{"start_time":"2026-11-20T09:16:10.1Z","method":"GET","response_code":200}',
          facts: { pod: "web-1" },
        },
      ],
    },
    {
      wrapped: '{"log_processed":{"start_time":"x","method":"GET","response_code":200},"stream":"stdout"}',
      lines: [{ text: '{"start_time":"x","method":"GET","response_code":200}' }],
    },
  ],
  contentOf: () => contentOf,
});

function contentOf(record: JsonObject): Content | null {
  const keys = Object.keys(record);
  if (isAccessRecord(record)) {
    return keys.some((key) => isAdded(key, record[key]))
      ? { object: withoutCollector(record), facts: factsOfRecord(record), isBare: true }
      : null;
  }
  for (const key of keys) {
    const value = record[key];
    if (!ownKeys.has(key) && isObject(value) && isAccessRecord(value))
      return { object: value, facts: factsOfRecord(record) };
  }
  const isCollected = keys.some((key) => ownKeys.has(key) || sharedKeys.has(key));
  if (!isCollected && levelKeys.some((key) => key in record)) return null;
  const text = textKeys.map((key) => textUnder(record, key)).find((each) => each !== undefined);
  if (text === undefined) return null;
  const tag = textUnder(record, "logtag") ?? textUnder(record, "_p");
  const part = { stream: textUnder(record, "stream") ?? "", isLast: tag !== "P" };
  const facts = joined(factsIn(record), factsOfRecord(record));
  return { text, facts, ...(tag !== undefined && { part }) };
}

/** Whether a collector put this key beside those of an access log line. */
function isAdded(key: string, value: JsonValue | undefined): boolean {
  return ownKeys.has(key) || (sharedKeys.has(key) && isObject(value));
}

/** The keys of the access log line itself. */
function withoutCollector(record: JsonObject): JsonObject {
  const hasOwnTime = valueUnder(record, "start_time") !== undefined || valueUnder(record, "timestamp") !== undefined;
  const own: { [key: string]: JsonValue } = {};
  for (const [key, value] of Object.entries(record)) {
    if (!isAdded(key, value) && key !== "log" && !(key === "time" && hasOwnTime)) own[key] = value;
  }
  return own;
}
