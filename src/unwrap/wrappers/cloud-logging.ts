import { isAccessRecord } from "../access-record.ts";
import { objectsUnder, objectUnder, textUnder, valueUnder, type JsonObject } from "../json-value.ts";
import { factsOfRecord } from "../record-facts.ts";
import { recordWrapper, type Content } from "../record-wrapper.ts";

/** Entries of this many are remembered, so that a retried export does not count one twice. */
const MOST_SEEN = 100_000;
/** The logs of Istio's Stackdriver filter, whose entries are access log lines themselves. */
const isFilters = /(?:accesslog-stackdriver|istio-audit-log)$/;

export default recordWrapper({
  name: "cloud-logging",
  about: "entries of Google Cloud Logging: gcloud logging read, sinks, and the API's lists",
  source: "https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry",
  samples: [
    {
      wrapped:
        '{"insertId":"1","textPayload":"the line\\n","timestamp":"2026-11-20T09:16:10Z","resource":{"type":"k8s_container","labels":{"cluster_name":"c","namespace_name":"shop","pod_name":"web-1","container_name":"istio-proxy"}}}',
      lines: [{ text: "the line", facts: { cluster: "c", namespace: "shop", pod: "web-1", container: "istio-proxy" } }],
    },
    {
      wrapped:
        '{"insertId":"2","jsonPayload":{"method":"GET","path":"/","response_code":200},"timestamp":"2026-11-20T09:16:10Z"}',
      lines: [{ text: '{"method":"GET","path":"/","response_code":200,"timestamp":"2026-11-20T09:16:10Z"}' }],
    },
    {
      wrapped: [
        '{"insertId":"3","textPayload":"once","timestamp":"2026-11-20T09:16:10Z"}',
        '{"insertId":"3","textPayload":"once","timestamp":"2026-11-20T09:16:10Z"}',
      ].join("\n"),
      lines: [{ text: "once" }, { text: "" }],
    },
    {
      wrapped: [
        '{"insertId":"7","textPayload":"line","timestamp":"2026-11-20T09:16:10Z","split":{"uid":"u","index":1,"totalSplits":2}}',
        '{"insertId":"7","textPayload":"the ","timestamp":"2026-11-20T09:16:10Z","split":{"uid":"u","totalSplits":2}}',
      ].join("\n"),
      lines: [{ text: "the line", span: 2 }],
    },
    {
      wrapped:
        '{"insertId":"4","httpRequest":{"status":200},"logName":"projects/p/logs/server-accesslog-stackdriver","resource":{"labels":{"pod_name":"web-1"}},"timestamp":"2026-11-20T09:16:10Z"}',
      lines: [
        {
          text: '{"insertId":"4","httpRequest":{"status":200},"logName":"projects/p/logs/server-accesslog-stackdriver","resource":{"labels":{"pod_name":"web-1"}},"timestamp":"2026-11-20T09:16:10Z"}',
          facts: { pod: "web-1" },
        },
      ],
    },
    {
      wrapped:
        '{"entries":[{"insertId":"5","textPayload":"one"},{"insertId":"6","logName":"projects/p/logs/client-accesslog-stackdriver","labels":{}}],"nextPageToken":"x"}',
      lines: [
        { text: "one" },
        { text: '{"insertId":"6","logName":"projects/p/logs/client-accesslog-stackdriver","labels":{}}' },
      ],
    },
  ],
  contentOf() {
    const [seen, pieces] = [new Seen(), new Pieces()];
    const read = (entry: JsonObject): Content | null => {
      const content = contentOf(entry);
      if (content === null) return null;
      if (seen.has(entry)) return { text: "", isBare: true };
      const split = objectUnder(entry, "split");
      return split === null || content.text === undefined ? content : { ...content, part: pieces.partOf(split) };
    };
    return (record) => {
      const entries = objectsUnder(record, "entries");
      return entries.length > 0 ? entries.map((entry) => ({ object: entry })) : read(record);
    };
  },
});

function contentOf(entry: JsonObject): Content | null {
  const payload = objectUnder(entry, "jsonPayload");
  const text = textUnder(entry, "textPayload");
  if (payload === null && isFilters.test(textUnder(entry, "logName") ?? ""))
    return { object: entry, facts: factsOfRecord(entry), isBare: true };
  if (text !== undefined) return { text, facts: factsOfRecord(entry) };
  if (payload === null) return null;
  const facts = factsOfRecord(entry);
  // Agents move the time and the like out of the payload.
  const whole = { ...payload, timestamp: valueUnder(payload, "timestamp") ?? valueUnder(entry, "timestamp") ?? null };
  return { object: !isAccessRecord(payload) && isAccessRecord(whole) ? whole : payload, facts };
}

/** The entries that were read before. */
class Seen {
  readonly #keys = new Set<string>();

  has(entry: JsonObject): boolean {
    const id = textUnder(entry, "insertId");
    if (id === undefined) return false;
    // The pieces of a split entry may have its id in common.
    const split = objectUnder(entry, "split");
    const key = `${textUnder(entry, "timestamp")} ${id} ${split === null ? "" : numberUnder(split, "index")}`;
    if (this.#keys.has(key)) return true;
    if (this.#keys.size === MOST_SEEN) this.#keys.clear();
    this.#keys.add(key);
    return false;
  }
}

/**
 * The entries that Cloud Logging split, by how many pieces of each were read. They come in any order: gcloud lists the
 * newest first.
 *
 * Source: google/logging/v2/log_entry.proto, LogSplit.
 */
class Pieces {
  readonly #counts = new Map<string, number>();

  partOf(split: JsonObject): NonNullable<Content["part"]> {
    const stream = textUnder(split, "uid") ?? "";
    const count = (this.#counts.get(stream) ?? 0) + 1;
    const isLast = count >= numberUnder(split, "totalSplits");
    if (this.#counts.size === MOST_SEEN) this.#counts.clear();
    if (isLast) this.#counts.delete(stream);
    else this.#counts.set(stream, count);
    return { stream, isLast, index: numberUnder(split, "index") };
  }
}

/** A whole number under a key, which the API leaves out where it is 0. */
function numberUnder(object: JsonObject, key: string): number {
  return Number(valueUnder(object, key) ?? 0) || 0;
}
