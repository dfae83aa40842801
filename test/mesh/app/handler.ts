import { setTimeout as pause } from "node:timers/promises";
import type { Pod } from "../topology/mesh.ts";
import type { Exchange } from "./exchange.ts";
import { stepOf, type Call, type Plan, type Step } from "./plan.ts";
import type { Logical, Registry } from "./registry.ts";
import { now, type Truth, type TruthEvent } from "./truth.ts";

/** What the handlers of all applications share. */
export interface AppContext {
  readonly registry: Registry;
  readonly truth: Truth;
  /** Makes a call through the pod's outbound sidecar; gives the status the application saw, 0 when none. */
  readonly callFrom: (pod: Pod, parent: Logical, call: Call, requestId: string | null) => Promise<number>;
  /** The handlers that still run, so that a run can wait for the last commit. */
  readonly running: Set<Promise<void>>;
}

/** The request handler of one pod's application. */
export function createHandler(context: AppContext, pod: Pod): (exchange: Exchange) => void {
  return (exchange) => {
    const logical = context.registry.find(exchange.header("x-lab-request") ?? "");
    if (logical === null) {
      void exchange.answer({ status: 404, location: null, inTrailers: false });
      return;
    }
    const work = handle(context, pod, exchange, logical).finally(() => context.running.delete(work));
    context.running.add(work);
  };
}

async function handle(context: AppContext, pod: Pod, exchange: Exchange, logical: Logical): Promise<void> {
  const isShadow = exchange.authority.replace(/:\d+$/, "").endsWith("-shadow");
  const nth = isShadow ? (logical.shadowArrivals += 1) : (logical.arrivals += 1);
  const step = stepOf(logical.plan, nth - 1);
  const note = noter(context.truth, pod, exchange, logical, nth, isShadow);
  note("arrival");
  exchange.onAborted(() => note("aborted"));
  if (step.ending === "drop" || step.ending === "refuse") return exchange.cut(step.ending);
  if (step.ending !== "answer-early" && !(await exchange.bodyReceived)) return;

  note("start");
  const startedAt = performance.now();
  const first = logical.plan.commitsFirst ? await commit(logical, isShadow, step, startedAt, note) : null;
  const failure = first ?? (await makeCalls(context, pod, exchange, logical));
  const isDue = failure === null && !logical.plan.commitsFirst;
  const conflict = isDue ? await commit(logical, isShadow, step, startedAt, note) : first;
  // Who finds the work done already says so at once.
  if (conflict === null) await until(startedAt + step.delayMs);
  await end(exchange, step, failure ?? conflict, note);
}

type Note = (event: TruthEvent["event"], status?: number) => void;

function noter(truth: Truth, pod: Pod, exchange: Exchange, logical: Logical, nth: number, isShadow: boolean): Note {
  const attempt = exchange.header("x-envoy-attempt-count");
  return (event, status) =>
    truth.note({
      time: now(),
      event,
      service: pod.service.name,
      pod: pod.name,
      logical: logical.logical,
      issue: exchange.header("x-lab-issue") ?? "",
      nth,
      method: exchange.method,
      path: exchange.path,
      request_id: exchange.header("x-request-id"),
      attempt: attempt === null ? null : Number(attempt),
      is_shadow: isShadow,
      status: status ?? null,
    });
}

/** The status that failed calls force on this execution, or null. */
async function makeCalls(context: AppContext, pod: Pod, exchange: Exchange, logical: Logical): Promise<number | null> {
  const requestId = exchange.header("x-request-id");
  for (const group of groups(logical.plan.calls)) {
    const statuses = await Promise.all(group.map((call) => context.callFrom(pod, logical, call, requestId)));
    const failed = group.find((call, index) => call.onFailure !== "ignore" && isFailure(statuses[index] ?? 0));
    if (failed !== undefined && failed.onFailure !== "ignore") return failed.onFailure;
  }
  return null;
}

/** The calls in groups that run one after the other; those in a group run side by side. */
function groups(calls: readonly Call[]): readonly (readonly Call[])[] {
  const result: Call[][] = [];
  for (const call of calls) {
    const last = result.at(-1);
    if (call.isParallel && last !== undefined) last.push(call);
    else result.push([call]);
  }
  return result;
}

/** Whether a caller sees this status as a failed call; 0 is no answer. */
export function isFailure(status: number): boolean {
  return status === 0 || status >= 500;
}

/** Makes the effect durable, unless a guard finds it made: then the status that the guard answers. A caller who left changes nothing here. */
async function commit(
  logical: Logical,
  isShadow: boolean,
  step: Step,
  startedAt: number,
  note: Note,
): Promise<number | null> {
  if (step.commitMs === null) return null;
  await until(startedAt + step.commitMs);
  if (isShadow) {
    note("commit");
    return null;
  }
  if (logical.commits > 0 && logical.plan.guard !== "none") return guardStatus(logical.plan);
  logical.commits += 1;
  note("commit");
  return null;
}

function guardStatus(plan: Plan): number {
  if (plan.guard === "conflict") return 409;
  if (plan.guard === "error") return 500;
  return plan.steps[plan.steps.length - 1]?.status ?? 200;
}

async function end(exchange: Exchange, step: Step, forced: number | null, note: Note): Promise<void> {
  const { ending } = step;
  if (forced === null && ending !== "answer" && ending !== "trailers" && ending !== "answer-early")
    return exchange.cut(ending);
  const status = forced ?? step.status;
  const isThere = await exchange.answer({ status, location: step.location ?? null, inTrailers: ending === "trailers" });
  if (isThere) note("answer", status);
}

async function until(at: number): Promise<void> {
  const left = at - performance.now();
  if (left > 0) await pause(left);
}
