/** The letters that Kubernetes makes names of: no vowels, and no digit that looks like one (apimachinery, util/rand). */
const random = "[bcdfghjklmnpqrstvwxz2456789]";
const podName = new RegExp(`^(.+?)-(?:[a-f0-9]{8,10}|${random}{8,10})-${random}{5}$`);

/**
 * The workload that a proxy's name belongs to: a pod's name without its random end, a stateful set's without its number.
 * A name that looks like neither is its own.
 */
export function workloadOf(proxy: string): string {
  const [, deployment] = podName.exec(proxy) ?? [];
  if (deployment !== undefined) return deployment;
  const [, set] = /^(.+)-(?:\d{1,4}|(?=[a-z]*\d)[a-z\d]{4,5})$/.exec(proxy) ?? [];
  return set ?? proxy;
}
