import { expect, test } from "vitest";
import { inMemory } from "../helpers/in-memory.ts";
import { clientLine, cutOff, idOf, perTryTimeout, serverLine, type Line } from "../helpers/lines.ts";

/** Eight calls that succeed and one that perTryTimeout cut twice; the callee's clock is behind by so many milliseconds. */
async function toldWith(behind: number): Promise<readonly unknown[]> {
  const good = Array.from({ length: 8 }, (_, nth) => ({ at: 1000 * (nth + 1), id: idOf(nth) }));
  const { query, report } = await inMemory({
    "orders.log": [...good.map(clientLine), clientLine({ at: 20_000, ...perTryTimeout, took: 212 })],
    "payments.log": [
      ...good.map(({ at, id }) => serverLine({ at: at + 1 - behind, id })),
      serverLine({ ...cutOff, at: 20_001 - behind, took: 100 }),
      serverLine({ ...cutOff, at: 20_112 - behind, took: 99 }),
    ],
  });
  const rows = await query(
    "SELECT verdict, sum(sends) AS sends, sum(delivered) AS delivered FROM request GROUP BY ALL ORDER BY ALL",
  );
  return [report.overview.clocks, ...rows];
}

const told = [
  { verdict: "confirmed", sends: 2, delivered: 2 },
  { verdict: "none", sends: 8, delivered: 8 },
];

test("clocks that agree are left alone", async () => {
  expect(await toldWith(0)).toEqual([[], ...told]);
});

test.each([50, -50, 7000, -7000])(
  "a clock that is %i ms behind is seen from the sends, corrected and told",
  async (behind) => {
    const [clocks, ...rows] = await toldWith(behind);
    expect(rows).toEqual(told);
    expect(clocks).toEqual([{ proxy: expect.stringMatching(/^orders$|^payments$/), offset_ms: expect.any(Number) }]);
  },
);

test("too few sends tell nothing of clocks, and nothing is claimed of them", async () => {
  const { query, report } = await inMemory({
    "orders.log": [clientLine()],
    "payments.log": [serverLine({ at: -29 })],
  });
  expect(report.overview.clocks).toEqual([]);
  expect(await query("SELECT DISTINCT verdict FROM request")).toEqual([{ verdict: "none" }]);
});

// As a real mesh tells it when its proxies wait for a processor.
test("a send that was told late is its own request's, as its connection shows", async () => {
  const failed = clientLine({ code: 504, flags: "UT", details: "response_timeout", took: 100 });
  const late = serverLine({ at: 112, took: 20 });
  const next = serverLine({ at: 140, took: 20, peer: "10.0.1.1:40002" });
  const toldBy = async (payments: readonly Line[], own = "10.0.1.1:40002"): Promise<readonly unknown[]> => {
    const again = clientLine({ at: 105, took: 60, own });
    const { query } = await inMemory({ "orders.log": [failed, again], "payments.log": payments }, { detectors: [] });
    return query("SELECT response_code AS code, delivered, verdict FROM request ORDER BY started_at");
  };
  expect(await toldBy([late, next])).toEqual([
    { code: 504, delivered: 1, verdict: "none" },
    { code: 201, delivered: 1, verdict: "probable" },
  ]);
  // HTTP/2 carries both over one connection: then either may have been sent twice.
  expect(await toldBy([late, { ...next, peer: failed.own }], failed.own)).toEqual([
    { code: 504, delivered: 0, verdict: "none" },
    { code: 201, delivered: 2, verdict: "probable" },
  ]);
  // A connection serves many: where the earlier request's own send is there, what came later is none of it.
  expect(await toldBy([serverLine({ at: 1, took: 90 }), late, next])).toEqual([
    { code: 504, delivered: 1, verdict: "none" },
    { code: 201, delivered: 2, verdict: "confirmed" },
  ]);
});
