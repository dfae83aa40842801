import { isList, isObject, objectsUnder, textUnder, valueUnder, type JsonObject } from "../json-value.ts";
import { factsOfPath } from "../path-facts.ts";
import { recordWrapper, type Content } from "../record-wrapper.ts";

export default recordWrapper({
  name: "cloudwatch",
  about: "AWS CloudWatch Logs: answers of get-log-events and filter-log-events, subscriptions, Insights",
  source:
    "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilteredLogEvent.html; https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html",
  samples: [
    {
      wrapped:
        '{"events":[{"timestamp":1,"message":"one\\n","ingestionTime":2},{"timestamp":3,"message":"two","ingestionTime":4}],"nextForwardToken":"f/1"}',
      lines: [{ text: "one" }, { text: "two" }],
    },
    {
      wrapped: `{"messageType":"DATA_MESSAGE","owner":"1","logGroup":"g","logStream":"web-1_shop_istio-proxy-${"0a1b".repeat(16)}","subscriptionFilters":["f"],"logEvents":[{"id":"1","timestamp":1,"message":"the line"}]}`,
      lines: [{ text: "the line", facts: { pod: "web-1", namespace: "shop", container: "istio-proxy" } }],
    },
    {
      wrapped: '{"logStreamName":"s","timestamp":1,"message":"the line","eventId":"1"}',
      lines: [{ text: "the line" }],
    },
    {
      wrapped: '{"results":[[{"field":"@timestamp","value":"x"},{"field":"@message","value":"the line"}]]}',
      lines: [{ text: "the line" }],
    },
  ],
  contentOf: () => (record) => {
    const stream = textUnder(record, "logStream") ?? "";
    const events = [...objectsUnder(record, "events"), ...objectsUnder(record, "logEvents")];
    const lines = [...events.flatMap((event) => eventIn(event, stream) ?? []), ...rowsIn(record)];
    return lines.length > 0 ? lines : eventIn(record, stream);
  },
});

function eventIn(event: JsonObject, stream: string): Content | null {
  const text = textUnder(event, "message");
  const isEvent = typeof valueUnder(event, "timestamp") === "number";
  const hasId = ["ingestionTime", "eventId", "id"].some((key) => valueUnder(event, key) !== undefined);
  if (text === undefined || !isEvent || !hasId) return null;
  return { text, facts: factsOfPath(textUnder(event, "logStreamName") ?? stream) };
}

/** The messages of an Insights answer, whose rows are lists of fields. */
function rowsIn(record: JsonObject): Content[] {
  const rows = valueUnder(record, "results");
  if (!isList(rows)) return [];
  return rows.flatMap((row) => {
    const fields = isList(row) ? row.filter(isObject) : [];
    const value = (name: string): string | undefined =>
      textUnder(fields.find((field) => textUnder(field, "field") === name) ?? null, "value");
    const text = value("@message");
    return text === undefined ? [] : { text, facts: factsOfPath(value("@logStream") ?? "") };
  });
}
