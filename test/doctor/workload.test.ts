import { expect, test } from "vitest";
import { workloadOf } from "../../src/doctor/workload.ts";

test.each([
  ["a pod of a deployment", "accounts-6d4cf56db6-x2x7k", "accounts"],
  ["a pod of a deployment with hyphens", "payments-v1-7f9b8c5d4-zq9kd", "payments-v1"],
  ["a pod of a stateful set", "kafka-12", "kafka"],
  ["a file named for a pod", "accounts-6c4d", "accounts"],
  ["a gateway", "istio-ingressgateway", "istio-ingressgateway"],
  ["a name of words", "order-history", "order-history"],
  ["nothing but a number", "12", "12"],
])("%s", (_, proxy, workload) => {
  expect(workloadOf(proxy)).toBe(workload);
});
