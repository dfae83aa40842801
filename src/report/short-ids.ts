import type { Report } from "./report.ts";

/** Ids up to this long are not shortened. */
const SHORT_ENOUGH = 14;

/** The most characters of a beginning; ids that are longer and still alike are shown alike. */
const MOST_HEAD = 24;

/** Gives the first characters of a request id by which it is unique among the examples of a report. */
export function uniqueHeads(report: Report): (id: string) => string {
  const ids = new Set(report.findings.flatMap((finding) => finding.examples.map((trace) => trace.request_id ?? "")));
  let length = 8;
  while (length < MOST_HEAD && new Set([...ids].map((id) => head(id, length))).size < ids.size) length++;
  return (id) => (id.length <= SHORT_ENOUGH ? id : head(id, length));
}

/** An id as people read it: its unique beginning and its last three characters, such as `af3c10be…e91`. */
export function shortId(id: string, start: string, dots: string): string {
  if (id.length <= start.length + dots.length + 3) return id;
  // By characters, not by UTF-16 units: half a character is a control to some terminals.
  return start + dots + Array.from(id.slice(-6)).slice(-3).join("");
}

/** The first characters, whole ones: a client may have put anything into an id. */
function head(id: string, length: number): string {
  return Array.from(id.slice(0, 2 * length))
    .slice(0, length)
    .join("");
}
