import { expect, test } from "vitest";
import type { Logs } from "../helpers/in-memory.ts";
import { clientLine, idOf, serverLine } from "../helpers/lines.ts";
import { found } from "./found.ts";

const detector = "uneven-subsets";

type Target = { readonly pod: number; readonly subset?: string; readonly sends: number; readonly failures: number };

/** Requests to these pods, each with a log of its own; failed sends are sent again to pod 9, or to the end where `isFinal`. */
function to(targets: readonly Target[], { isFinal = false } = {}): Logs {
  const logs: Record<string, ReturnType<typeof clientLine>[]> = { "orders.log": [] };
  const add = (name: string, line: ReturnType<typeof clientLine>): void => void (logs[name] ??= []).push(line);
  let nth = 0;
  for (const { pod, subset = "", sends, failures } of targets) {
    const cluster = `outbound|8080|${subset}|payments.prod.svc.cluster.local`;
    for (let send = 0; send < sends; send += 1) {
      const [at, id, hasFailed] = [nth * 1000, idOf(nth), send < failures];
      nth += 1;
      const again = hasFailed && !isFinal ? 9 : pod;
      const last = { attempts: again === pod ? 1 : 2, code: hasFailed && isFinal ? 503 : 201 };
      add("orders.log", clientLine({ at, id, cluster, host: `10.0.2.${again}:8080`, took: 90, ...last }));
      add(`pod-${pod}.log`, serverLine({ at: at + 1, id, pod, code: hasFailed ? 503 : 201, took: 10 }));
      if (again !== pod) add(`pod-${again}.log`, serverLine({ at: at + 40, id, pod: again, ordinal: 2, took: 10 }));
    }
  }
  return logs;
}

test("a host of which far more sends failed than of the others is a finding", async () => {
  const [finding, ...others] = await found(
    detector,
    to([
      { pod: 1, sends: 100, failures: 1 },
      { pod: 2, sends: 100, failures: 30 },
      { pod: 3, sends: 100, failures: 0 },
    ]),
  );
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "warning",
    route: "payments.prod:8080",
    first_seen: "2026-11-20 09:01:40.000",
    last_seen: "2026-11-20 09:02:09.000",
    hits: 30,
    summary: "host pod-2 (10.0.2.2:8080): 30 of 100 sends failed; of those to the rest 1 of 231",
    why: "the share of failures there is 69 times that of the rest, and the difference is 8 standard errors; chance seldom makes more than three",
    values: {
      kind: "host",
      subject: "10.0.2.2:8080",
      proxy: "pod-2",
      sends: 100,
      share: 0.3,
      other_failures: 1,
      other_sends: 231,
    },
  });
  expect(finding?.examples).toHaveLength(3);
});

test("a subset is compared with the other subsets of the service", async () => {
  const findings = await found(
    detector,
    to(
      [
        { pod: 1, subset: "v1", sends: 60, failures: 0 },
        { pod: 2, subset: "v1", sends: 60, failures: 2 },
        { pod: 3, subset: "v2", sends: 30, failures: 12 },
        { pod: 4, subset: "v2", sends: 30, failures: 12 },
      ],
      { isFinal: true },
    ),
  );
  expect(findings).toMatchObject([
    {
      hits: 24,
      values: { kind: "subset", subject: "v2", proxy: null, sends: 60, other_failures: 2, other_sends: 120 },
    },
  ]);
});

test("nothing is found where all fail alike, however often", async () => {
  const alike = [1, 2, 3].map((pod) => ({ pod, sends: 100, failures: 30 }));
  expect(await found(detector, to(alike, { isFinal: true }))).toEqual([]);
});

test("nothing is found in few sends or failures, nor in what chance may do", async () => {
  const few = [
    { pod: 1, sends: 29, failures: 15 },
    { pod: 2, sends: 200, failures: 0 },
  ];
  const chance = [
    { pod: 1, sends: 100, failures: 11 },
    { pod: 2, sends: 100, failures: 3 },
  ];
  expect(await found(detector, to(few, { isFinal: true }))).toEqual([]);
  expect(await found(detector, to(chance, { isFinal: true }))).toEqual([]);
});

test("where only the server side logged, pods are compared by their own lines", async () => {
  const { "orders.log": _, ...pods } = to(
    [
      { pod: 1, sends: 60, failures: 0 },
      { pod: 2, sends: 60, failures: 30 },
    ],
    { isFinal: true },
  );
  expect(await found(detector, pods)).toMatchObject([
    { route: "payments.prod", hits: 30, values: { kind: "host", proxy: "pod-2", sends: 60 } },
  ]);
});

test("where only the router's own log is there, its lines tell the hosts", async () => {
  const { "orders.log": lines = [] } = to(
    [
      { pod: 1, sends: 60, failures: 0 },
      { pod: 2, sends: 60, failures: 30 },
    ],
    { isFinal: true },
  );
  const sends = lines.map((line) => (typeof line === "string" ? line : { ...line, type: "UpstreamEnd", attempts: 0 }));
  expect(await found(detector, { "orders.log": sends })).toMatchObject([
    {
      route: "payments.prod:8080",
      hits: 30,
      values: { kind: "host", subject: "10.0.2.2:8080", sends: 60, other_sends: 60 },
    },
  ]);
});
