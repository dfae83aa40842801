import { isList, textUnder, valueUnder, type JsonObject } from "../json-value.ts";
import { recordWrapper } from "../record-wrapper.ts";

/** The name that the kubelet gave containers of Docker: `k8s_CONTAINER_POD_NAMESPACE_UID_ATTEMPT`. */
const kubeletName = /^k8s_(?<container>[^_]+)_(?<pod>[^_]+)_(?<namespace>[^_]+)_/;

export default recordWrapper({
  name: "journald",
  about: "journalctl --output json: the line under MESSAGE, with the names of Docker's journald driver beside it",
  source:
    "https://www.freedesktop.org/software/systemd/man/255/systemd.journal-fields.html; https://docs.docker.com/engine/logging/drivers/journald/",
  samples: [
    {
      wrapped:
        '{"__CURSOR":"s=1","_HOSTNAME":"n1","CONTAINER_NAME":"k8s_istio-proxy_web-1_shop_0a1b_0","MESSAGE":"the line"}',
      lines: [{ text: "the line", facts: { container: "istio-proxy", pod: "web-1", namespace: "shop" } }],
    },
    { wrapped: '{"_HOSTNAME":"n1","MESSAGE":[116,195,169]}', lines: [{ text: "té" }] },
    {
      wrapped: [
        '{"_HOSTNAME":"n1","CONTAINER_PARTIAL_MESSAGE":"true","CONTAINER_NAME":"web","MESSAGE":"the "}',
        '{"_HOSTNAME":"n1","CONTAINER_NAME":"web","MESSAGE":"line"}',
      ].join("\n"),
      lines: [{ text: "the line", span: 2, facts: { pod: "web" } }],
    },
  ],
  contentOf: () => (record) => {
    const text = textOf(record);
    const isJournals = valueUnder(record, "_HOSTNAME") !== undefined || valueUnder(record, "__CURSOR") !== undefined;
    if (text === undefined || !isJournals) return null;
    const name = textUnder(record, "CONTAINER_NAME");
    const facts = kubeletName.exec(name ?? "")?.groups ?? { pod: name };
    const isLast = textUnder(record, "CONTAINER_PARTIAL_MESSAGE") !== "true";
    return { text, facts, part: { stream: textUnder(record, "PRIORITY") ?? "", isLast } };
  },
});

/** Text that is no UTF-8 is written as the numbers of its bytes. */
function textOf(record: JsonObject): string | undefined {
  const message = valueUnder(record, "MESSAGE");
  if (!isList(message)) return textUnder(record, "MESSAGE");
  return Buffer.from(message.map(Number)).toString();
}
