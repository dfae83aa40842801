import { clientLine, serverLine } from "../../helpers/lines.ts";
import { sendsOf, type Scenario } from "./scenario.ts";

const unavailable = { code: 503, took: 10 } as const;

/** Sends that the application answered: S1, S4, S5, and S6b. */
export const answers: readonly Scenario[] = [
  {
    name: "S1: a call that succeeds is one send",
    calls: [clientLine()],
    pods: [[serverLine()]],
    told: { requests: ["201: 1 sent, 1 delivered, none"], sends: ["1 answered 201 payments-1"] },
  },
  {
    name: "S4: retries used up on answers are sends that the application answered",
    calls: [clientLine({ code: 502, flags: "URX", attempts: 3, took: 70 })],
    pods: sendsOf([
      { code: 502, at: 1, took: 10 },
      { code: 502, at: 25, took: 10 },
      { code: 502, at: 58, took: 10 },
    ]),
    told: {
      requests: ["502: 3 sent, 3 delivered, confirmed failed_after"],
      sends: ["1 answered 502 payments-1", "2 answered 502 payments-2", "3 answered 502 payments-1"],
    },
  },
  {
    name: "S5: two answers 503 and then a success are three sends, though the caller saw only the success",
    calls: [clientLine({ attempts: 3, took: 90 })],
    pods: sendsOf([
      { ...unavailable, at: 1 },
      { ...unavailable, at: 20 },
      { at: 60, took: 28 },
    ]),
    told: {
      requests: ["201: 3 sent, 3 delivered, confirmed failed_after"],
      sends: ["1 answered 503 payments-1", "2 answered 503 payments-2", "3 answered 201 payments-1"],
    },
  },
  {
    name: "S5: answers 503 until the retries are used up",
    calls: [clientLine({ code: 503, flags: "URX", attempts: 3, took: 80 })],
    pods: sendsOf([
      { ...unavailable, at: 1 },
      { ...unavailable, at: 20 },
      { ...unavailable, at: 60 },
    ]),
    told: {
      requests: ["503: 3 sent, 3 delivered, confirmed failed_after"],
      sends: ["1 answered 503 payments-1", "2 answered 503 payments-2", "3 answered 503 payments-1"],
    },
  },
  {
    name: "an answer that crossed the timeout on its way is a success that the caller never saw",
    calls: [clientLine({ attempts: 2, took: 150 })],
    pods: sendsOf([
      { at: 1, took: 100 },
      { at: 110, took: 38 },
    ]),
    told: {
      requests: ["201: 2 sent, 2 delivered, confirmed twice"],
      sends: ["1 answered 201 payments-1", "2 answered 201 payments-2"],
    },
  },
  {
    name: "a later send that meets 409 shows that an earlier one took effect",
    calls: [clientLine({ code: 409, attempts: 2, took: 160 })],
    pods: sendsOf([
      { at: 1, took: 100, code: 0, flags: "DC", details: "downstream_remote_disconnect" },
      { at: 110, took: 38, code: 409 },
    ]),
    told: {
      requests: ["409: 2 sent, 2 delivered, confirmed guarded"],
      sends: ["1 delivered 0 payments-1", "2 answered 409 payments-2"],
    },
  },
  {
    name: "S6b: an answer that breaks off in its middle is one send",
    calls: [
      clientLine({
        code: 200,
        flags: "UPE",
        details: "upstream_reset_after_response_started{protocol_error}",
        took: 1041,
      }),
    ],
    pods: [[serverLine({ code: 200, flags: "UPE", details: "upstream_reset_after_response_started{protocol_error}" })]],
    told: { requests: ["200: 1 sent, 1 delivered, none"], sends: ["1 answered 200 payments-1"] },
  },
];
