import { counted, groupedNumber } from "../core/number-text.ts";
import type { Absent } from "./checkup.ts";
import type { Examined } from "./examine.ts";

/** The sides of hops that the logs refer to and have no line of, most requests first. */
export function absentOf({ absent_callees, absent_callers }: Examined): Absent[] {
  const callees = absent_callees.map((row): Absent => {
    const [addresses, of] = [Number(row["absent"]), Number(row["addresses"])];
    const service = row["service"] === "-" ? null : String(row["service"]);
    return {
      side: "server",
      service,
      addresses,
      of_addresses: of,
      requests: Number(row["absent_requests"]),
      example: String(row["example"]),
      evidence: `${counted(Number(row["absent_requests"]), "request")} were sent to and answered from ${addresses === of ? "" : `${groupedNumber(addresses)} of its `}${counted(of, "address", "addresses")} (${String(row["example"])}${addresses > 1 ? " and others" : ""}) without a line of that side`,
    };
  });
  const addresses = Number(absent_callers?.["addresses"] ?? 0);
  if (addresses === 0) return callees;
  const [requests, mesh] = [Number(absent_callers?.["requests"]), Number(absent_callers?.["mesh_requests"])];
  const proxied =
    mesh === 0
      ? "whether those callers have a proxy is not known"
      : `${groupedNumber(mesh)} of them came from proxies of the mesh, as their server name shows`;
  const callers: Absent = {
    side: "client",
    service: null,
    addresses,
    of_addresses: addresses,
    requests,
    example: String(absent_callers?.["example"]),
    evidence: `${counted(requests, "send")} came from ${counted(addresses, "address", "addresses")} (${String(absent_callers?.["example"])}${addresses > 1 ? " and others" : ""}) without a line of the side that asked; ${proxied}`,
  };
  return [...callees, callers];
}
