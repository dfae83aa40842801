import { BLANK, CLOSE_BRACKET, findIn, hasAt } from "../bytes.ts";
import { PrefixFacts } from "../prefix-facts.ts";
import { NOT_MINE, PEELED, type Wrapper } from "../wrapper.ts";

const HEAD = "[pod/";
/** Names of pods and containers have 253 and 63 letters at most. */
const MOST_PREFIX_BYTES = 340;

export default {
  name: "kubectl-prefix",
  about: "kubectl logs --prefix or --all-pods: [pod/POD/CONTAINER] before each line",
  source: "https://github.com/kubernetes/kubectl/blob/v0.31.0/pkg/cmd/logs/logs.go",
  samples: [
    {
      wrapped: "[pod/web-7d9f-x2x4p/istio-proxy] the line",
      lines: [{ text: "the line", facts: { pod: "web-7d9f-x2x4p", container: "istio-proxy" } }],
    },
  ],
  looksLike: ({ bytes, from }) => hasAt(bytes, from, HEAD),
  open() {
    const facts = new PrefixFacts((prefix) => {
      const [pod, container] = prefix.slice(HEAD.length).split("/");
      return { pod, container };
    });
    return {
      peel(line) {
        const { bytes, from } = line;
        if (!hasAt(bytes, from, HEAD)) return NOT_MINE;
        const end = findIn(bytes, CLOSE_BRACKET, from + HEAD.length, Math.min(line.to, from + MOST_PREFIX_BYTES));
        if (end < 0 || bytes[end + 1] !== BLANK) return NOT_MINE;
        facts.tell(line, end);
        line.keep(end + 2);
        return PEELED;
      },
    };
  },
} satisfies Wrapper;
