import { isList, objectsUnder, objectUnder, valueUnder, type JsonObject, type JsonValue } from "../json-value.ts";
import { recordWrapper, type Content } from "../record-wrapper.ts";

export default recordWrapper({
  name: "elasticsearch",
  about: "Elasticsearch and OpenSearch: search answers, and hits one per line as elasticdump and Kibana write them",
  source: "https://www.elastic.co/guide/en/elasticsearch/reference/8.14/search-search.html#search-api-response-body",
  samples: [
    { wrapped: '{"_index":"i","_id":"1","_score":1,"_source":{"a":"b"}}', lines: [{ text: '{"a":"b"}' }] },
    {
      wrapped:
        '{"took":5,"hits":{"total":{"value":2},"hits":[{"_source":{"a":1}},{"_index":"i","_id":"2","_source":{"a":2}}]}}',
      lines: [{ text: '{"a":1}' }, { text: '{"a":2}' }],
    },
    { wrapped: '{"_index":"i","_id":"1","fields":{"a":["b"],"c":[1,2]}}', lines: [{ text: '{"a":"b","c":[1,2]}' }] },
  ],
  contentOf: () => (record) => {
    const answer = objectUnder(record, "rawResponse") ?? record;
    const hits = objectsUnder(objectUnder(answer, "hits"), "hits").flatMap((hit) => contentOf(hit) ?? []);
    return hits.length > 0 ? hits : contentOf(record);
  },
});

function contentOf(hit: JsonObject): Content | null {
  const source = objectUnder(hit, "_source");
  if (source !== null) return { object: source };
  const fields = valueUnder(hit, "_index") === undefined ? null : objectUnder(hit, "fields");
  return fields === null ? null : { object: single(fields) };
}

/** With `fields` every value is a list, most of one element. */
function single(fields: JsonObject): JsonObject {
  const one = (value: JsonValue): JsonValue => (isList(value) && value.length === 1 ? (value[0] ?? null) : value);
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, one(value)]));
}
