import type { SomeFacts } from "./facts-pool.ts";

const name = "[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?";
/**
 * Paths that tell where a log came from, the most telling first.
 *
 * Source: https://github.com/kubernetes/kubernetes/blob/v1.31.0/pkg/kubelet/kuberuntime/helpers.go (pods, containers);
 * https://github.com/openshift/must-gather; https://github.com/istio/istio/blob/1.24.0/tools/bug-report/pkg/archive/archive.go
 */
const paths: readonly RegExp[] = [
  // /var/log/pods/<namespace>_<pod>_<uid>/<container>/<restart>.log
  new RegExp(`(?:^|/)(?<namespace>${name})_(?<pod>${name})_[0-9a-f-]{32,36}/(?<container>${name})/\\d+\\.log`),
  // /var/log/containers/<pod>_<namespace>_<container>-<64 hex>.log, and the tags and streams that collectors make of it
  new RegExp(
    `(?:^|[/.])(?<pod>[a-z0-9](?:[a-z0-9.-]*?[a-z0-9])?)_(?<namespace>${name})_(?<container>${name})-[0-9a-f]{64}(?:\\.log|$)`,
  ),
  // must-gather: namespaces/<namespace>/pods/<pod>/<container>/<container>/logs/current.log
  new RegExp(`(?:^|/)namespaces/(?<namespace>${name})/pods/(?<pod>${name})/(?<container>${name})/.*logs/`),
  // istioctl bug-report: proxies/<namespace>/<pod>/<container>.log
  new RegExp(`(?:^|/)(?:proxies|istio)/(?<namespace>${name})/(?<pod>${name})/(?<container>${name})\\.log`),
];

/** Longer texts are no paths; a record may have a request's under the same key. */
const MOST_LETTERS = 512;

/** What the path of a log tells, or the tag or stream name that a collector made of one. */
export function factsOfPath(path: string): SomeFacts {
  if (path.length > MOST_LETTERS) return {};
  for (const pattern of paths) {
    const found = pattern.exec(path)?.groups;
    if (found === undefined) continue;
    const { namespace, pod, container } = found;
    // `kube.var.log.containers.<pod>`: in a tag the path's folders cannot be told from a pod's name but by these words.
    return { namespace, pod: pod?.replace(/^.*var\.log\.containers\./, ""), container };
  }
  return {};
}

/** The same, and for a path that tells no pod the file's name, which people choose after the pod. */
export function factsOfFile(path: string): SomeFacts {
  const facts = factsOfPath(path);
  if (facts.pod !== undefined) return facts;
  const file = path.replace(/^.*[/\\]/, "").replace(/(?:\.(?:log|txt|json|ndjson|jsonl|gz|zst|\d+))+$/i, "");
  return file === "" ? {} : { pod: file };
}
