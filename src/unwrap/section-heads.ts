import type { SomeFacts } from "./facts-pool.ts";
import { factsOfFile } from "./path-facts.ts";

/** tail and head over several files. */
const file = /^==> (.+) <==$/;
/** kubectl cluster-info dump. */
const container = /^==== (START|END) logs for container (\S+) of pod (\S+?)\/(\S+) ====$/;

/**
 * What a line tells of those that follow it, up to the next such line; null for a line that tells nothing of others.
 *
 * Source: https://www.gnu.org/software/coreutils/manual/html_node/tail-invocation.html;
 * https://github.com/kubernetes/kubectl/blob/v0.31.0/pkg/cmd/clusterinfo/clusterinfo_dump.go
 */
export function factsOfHead(line: string): SomeFacts | null {
  const [, path] = file.exec(line) ?? [];
  if (path !== undefined) return path === "standard input" ? {} : factsOfFile(path);
  const [, word, name, namespace, pod] = container.exec(line) ?? [];
  if (word === undefined) return null;
  return word === "END" ? {} : { namespace, pod, container: name };
}
