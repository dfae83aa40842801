import { expect, test } from "vitest";
import { clientLine, serverLine, type Line } from "../helpers/lines.ts";
import { answered, neverArrived } from "../helpers/stories.ts";
import { foundIn, times, type Telling } from "./found.ts";

const detector = "unhealthy-upstreams";

const alone =
  (line: Partial<Line>): Telling =>
  ({ at, id }) => ({
    calls: [clientLine({ at, id, took: 0, received: 0, host: "-", own: "-", ...line })],
    arrivals: [],
  });

const noHost = alone({ code: 503, flags: "UH", details: "no_healthy_upstream" });
const noRoute = alone({ code: 404, flags: "NR", details: "route_not_found", cluster: "-", attempts: 0, ordinal: null });
const noCluster = alone({
  code: 503,
  flags: "NC",
  details: "cluster_not_found",
  cluster: "-",
  attempts: 0,
  ordinal: null,
});

/** A first send was answered 503, and no host was left for the second. */
const ejected: Telling = ({ at, id }) => ({
  calls: [
    clientLine({ at, id, code: 503, flags: "UH", details: "no_healthy_upstream", took: 40, attempts: 2, ordinal: 1 }),
  ],
  arrivals: [serverLine({ at: at + 1, id, code: 503, took: 10 })],
});

test("requests without a healthy host are a finding, and those with a host on the line had been delivered", async () => {
  const [finding, ...others] = await foundIn(detector, [
    ...times(3, noHost),
    ...times(2, ejected),
    ...times(46, answered),
  ]);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "warning",
    route: "payments.prod:8080",
    first_seen: "2026-11-20 09:00:00.000",
    last_seen: "2026-11-20 09:00:04.040",
    hits: 5,
    summary: "5 of 51 requests found no healthy host (UH); an earlier send of 2 of them had been delivered",
    values: { kind: "no healthy host", after_send: 2, handed_over: 2 },
  });
  expect(finding?.remedy).toContain("maxEjectionPercent below 100");
});

test("where no server side logged, the host on the line tells alone", async () => {
  const unlogged: Telling = (at) => ({ ...ejected(at), arrivals: [] });
  expect(await foundIn(detector, times(5, unlogged))).toMatchObject([
    { severity: "critical", values: { after_send: 5, handed_over: 5 } },
  ]);
});

test("no route and no cluster are findings of their own, by authority", async () => {
  const findings = await foundIn(detector, [...times(20, noRoute), ...times(5, noCluster), ...times(60, answered)]);
  expect(findings.map(({ severity, route, hits, values }) => [severity, route, hits, values["kind"]])).toEqual([
    ["warning", "payments.prod", 5, "no cluster"],
    ["info", "payments.prod", 20, "no route"],
  ]);
});

test("paths that nobody ever had are no finding: few of many requests, or all of an authority", async () => {
  const share = ["unhealthy-upstreams.min_unrouted_share=0.5"];
  expect(await foundIn(detector, [...times(20, noRoute), ...times(25, answered)], share)).toEqual([]);
  expect(await foundIn(detector, times(25, noRoute))).toEqual([]);
});

test("nothing is found in few, nor in refused connections", async () => {
  expect(await foundIn(detector, [...times(4, noHost), ...times(4, noCluster), ...times(9, neverArrived)])).toEqual([]);
});
