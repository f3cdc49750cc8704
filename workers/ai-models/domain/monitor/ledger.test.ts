import { describe, expect, it } from "vitest";
import { Ledger, writableForMs, type MetricRow } from "./ledger.ts";

const hour = 3_600_000;
const minute = 60_000;
const noon = Date.UTC(2026, 10, 23, 12);
const minilm = { model: "minilm", version: "v1", node: "" };
const caller = { organisation: "org_1", kind: "api-key", id: "key_1" };
const answered = { latencyMs: 20, tokens: 7 };

function ledger(): Ledger {
  let shards = 0;
  return new Ledger(() => `shard-${++shards}`);
}
const requests = (rows: readonly MetricRow[], resolution: string) =>
  rows.filter((row) => row.resolution === resolution).map(({ bucket, tally }) => [bucket, tally.requests]);

describe("the ledger of an isolate", () => {
  it("counts a call into its minute and its hour, and what the caller used", () => {
    const own = ledger();
    own.count(minilm, answered, noon + 10);
    own.count(minilm, { ...answered, error: "unavailable" }, noon + 61_000);
    own.charge(caller, "minilm", answered, noon + 10);
    own.charge(caller, "minilm", { ...answered, error: "unavailable" }, noon + 61_000);
    const { metrics, usage } = own.take(noon + 62_000);
    expect(requests(metrics, "minute")).toEqual([
      [noon, 1],
      [noon + minute, 1],
    ]);
    expect(requests(metrics, "hour")).toEqual([[noon, 2]]);
    expect(usage).toEqual([{ ...caller, bucket: noon, model: "minilm", shard: "shard-1", requests: 2, errors: 1, tokens: 14 }]);
  });

  it("writes only what changed, and then all that it holds of it", () => {
    const own = ledger();
    own.count(minilm, answered, noon);
    own.take(noon);
    expect(own.take(noon)).toEqual({ metrics: [], usage: [] });
    own.count(minilm, answered, noon + 2 * minute);
    expect(requests(own.take(noon + 2 * minute).metrics, "hour")).toEqual([[noon, 2]]);
  });

  it("loses nothing when a write fails", () => {
    const own = ledger();
    own.count(minilm, answered, noon);
    own.take(noon);
    own.putBack();
    own.count(minilm, answered, noon + 1);
    expect(requests(own.take(noon + 2).metrics, "minute")).toEqual([[noon, 2]]);
  });

  it("never writes a row again once its shards may have been put together", () => {
    const own = ledger();
    own.count(minilm, answered, noon);
    own.take(noon);
    own.putBack();
    expect(own.take(noon + hour + writableForMs + 1)).toEqual({ metrics: [], usage: [] });
  });

  it("begins a new shard rather than hold thousands of rows, and only when all are written", () => {
    const own = ledger();
    const fill = (at: number) => {
      for (let i = 0; i < 2_001; i++) own.charge({ ...caller, id: `key_${i}` }, "minilm", answered, at);
    };
    fill(noon);
    own.settle();
    expect(own.take(noon).usage).toHaveLength(2_001);
    own.settle();
    fill(noon);
    const { usage } = own.take(noon);
    expect(new Set(usage.map(({ shard }) => shard))).toEqual(new Set(["shard-2"]));
    expect(usage.every((row) => row.requests === 1)).toBe(true);
  });
});
