import { isObject, textUnder, valueUnder } from "../json-value.ts";
import { recordWrapper } from "../record-wrapper.ts";

export default recordWrapper({
  name: "stern-json",
  about: "stern --output json or extjson: the line under message, with its pod beside it",
  source:
    "https://github.com/stern/stern/blob/v1.30.0/cmd/cmd.go (generateTemplate); https://github.com/stern/stern/blob/v1.30.0/stern/stern.go",
  samples: [
    {
      wrapped:
        '{"message":"the line\\n","nodeName":"n1","namespace":"shop","podName":"web-1","containerName":"istio-proxy"}',
      lines: [{ text: "the line", facts: { namespace: "shop", pod: "web-1", container: "istio-proxy" } }],
    },
    {
      wrapped: '{"namespace":"shop","pod":"web-1","container":"istio-proxy","message":{"method":"GET","n":1}}',
      lines: [{ text: '{"method":"GET","n":1}', facts: { namespace: "shop", pod: "web-1", container: "istio-proxy" } }],
    },
  ],
  contentOf: () => (record) => {
    const pod = textUnder(record, "podName") ?? textUnder(record, "pod");
    const container = textUnder(record, "containerName") ?? textUnder(record, "container");
    const message = valueUnder(record, "message");
    if (pod === undefined || container === undefined) return null;
    const facts = { namespace: textUnder(record, "namespace"), pod, container };
    if (typeof message === "string") return { text: message, facts };
    return isObject(message) ? { object: message, facts } : null;
  },
});
