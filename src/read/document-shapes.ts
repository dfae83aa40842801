/** A place in a JSON document: what may stand under the keys of an object there, and what the elements of an array there are. */
export type Shape = {
  readonly under?: Readonly<Record<string, Shape>>;
  readonly each?: Shape;
  /** Whether the elements are the records: each flows on alone, inside the objects that it stood in. */
  readonly isRecords?: true;
};

const record: Shape = {};
const records: Shape = { each: record, isRecords: true };
const eachWith = (under: Readonly<Record<string, Shape>>): Shape => ({ each: { under } });
const searchAnswer: Shape = { under: { hits: { under: { hits: records } } } };
const spans: Shape = eachWith({ logRecords: records, log_records: records });
const streams: Shape = eachWith({ values: records, entries: records });

/**
 * The documents that log stores export, by where their records stand; a value of any other shape is one record.
 *
 * Source: access-log-formats.md sections 6.6 to 6.10, which name the address of each.
 */
export const anyDocument: Shape = {
  under: {
    // Elasticsearch, OpenSearch; with Kibana's and multi-search's covers.
    hits: { under: { hits: records } },
    rawResponse: searchAnswer,
    responses: { each: searchAnswer },
    // CloudWatch: get-log-events and filter-log-events, subscription, Insights.
    events: records,
    logEvents: records,
    results: records,
    // What AWS hands to Lambda, and what Kinesis and Firehose give.
    Records: records,
    records,
    // Loki's answer and what its agents push; Datadog's search answer under the same key.
    data: { under: { result: streams }, ...records },
    streams,
    // Datadog's older list; Cloud Logging's entries.list.
    logs: records,
    entries: records,
    // OTLP, in both spellings and with the name that scopes had before.
    resourceLogs: eachWith({ scopeLogs: spans, instrumentationLibraryLogs: spans }),
    resource_logs: eachWith({ scope_logs: spans }),
  },
  // An array of records or of such documents, as `jq -s` and `gcloud logging read --format=json` write.
  get each() {
    return anyDocument;
  },
  isRecords: true,
};
