import { expect, it } from "vitest";
import type { MarketSizeRequest } from "../../../../contracts/services/niche-market-size.ts";
import { marketSize } from "../sizing/market-size.ts";
import { marketBlocks } from "./market-content.ts";
import { markdownReport } from "./markdown-report.ts";

const request: MarketSizeRequest = {
  customers: { kind: "fixed", value: 10_000 },
  currency: "USD",
  monthlyPrice: { kind: "fixed", value: 2000 },
  serviceable: { kind: "pert", low: 0.2, mode: 0.3, high: 0.5 },
  obtainable: { kind: "fixed", value: 0.025 },
};

it("states the size with its range and all that was assumed", () => {
  const size = marketSize(request);
  if (!size.ok) throw new Error(size.error.detail);
  const blocks = marketBlocks({ marketSize: { request: { seed: 1, ...request }, size: size.value } });
  const text = markdownReport({ title: "", state: "", blocks, notes: [] }, []);
  expect(text).toContain(String.raw`| Whole market | \$2,400,000.00 | \$2,400,000.00 to \$2,400,000.00 |`);
  expect(text).toContain("can be served 20 % to 50 %, likeliest 30 %; can be won 2.5 %.");
  expect(text).toContain("depends most on serviceable");
});

it("is nothing where there is nothing", () => expect(marketBlocks({})).toEqual([]));
