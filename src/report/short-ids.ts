import type { Report } from "./report.ts";

/** Ids up to this long are not shortened. */
const SHORT_ENOUGH = 14;

/** Gives the first characters of a request id by which it is unique among the examples of a report. */
export function uniqueHeads(report: Report): (id: string) => string {
  const ids = new Set(report.findings.flatMap((finding) => finding.examples.map((trace) => trace.request_id ?? "")));
  let length = 8;
  while (length < 64 && new Set([...ids].map((id) => id.slice(0, length))).size < ids.size) length++;
  return (id) => (id.length <= SHORT_ENOUGH ? id : id.slice(0, length));
}

/** An id as people read it: its unique beginning and its last three characters, such as `af3c10be…e91`. */
export function shortId(id: string, head: string, dots: string): string {
  return id.length <= head.length + dots.length + 3 ? id : `${head}${dots}${id.slice(-3)}`;
}
