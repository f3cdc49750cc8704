import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { eventEnvelopeSchema } from "../../contracts/events/index.ts";
import { pageSchema } from "../../contracts/page.ts";
import {
  comparisonSchema,
  factorNames,
  nicheDetailSchema,
  nicheSummarySchema,
  opportunityWeightsSchema,
  type Market,
  type NicheDetail,
} from "../../contracts/services/niche-analysis.ts";
import { problemSchema } from "../kit/problem.ts";
import { RunningService } from "./testing/harness.ts";
import { csvOf, reviews } from "./testing/reviews.ts";

let service: RunningService;
let large: NicheDetail;
let quiet: NicheDetail;
beforeAll(async () => {
  service = await RunningService.start();
  await service.model({});
  large = await analysed("Large and crowded", { marketSize: "large", growthRate: "high", competition: "high" });
  quiet = await analysed("Small and free", { marketSize: "small", growthRate: "low", competition: "low" });
}, 120_000);
afterAll(() => service?.stop());

const path = "/api/v1/niches/weights";
const read = () => service.json(opportunityWeightsSchema, service.request("GET", path));
const put = (change: unknown, match: string | undefined, key?: string, query = "") =>
  service.request("PUT", `${path}${query}`, change, {
    ...(match !== undefined && { "if-match": match }),
    ...(key !== undefined && { "idempotency-key": key }),
  });
const set = async (change: unknown) => service.json(opportunityWeightsSchema, put(change, `"v${(await read()).version}"`));
const codeOf = async (answer: Promise<Response>) => problemSchema.parse(await (await answer).json()).code;
const only = (name: (typeof factorNames)[number]) => ({
  kind: "stated",
  weights: Object.fromEntries(factorNames.map((one) => [one, one === name ? 1 : 0])),
});
const listed = () => service.json(pageSchema(nicheSummarySchema), service.request("GET", "/api/v1/niches"));

async function analysed(name: string, market: Market): Promise<NicheDetail> {
  const { id } = await service.create(name);
  await service.json(nicheDetailSchema, service.request("PATCH", `/api/v1/niches/${id}/market`, market, { "if-match": "*" }));
  await service.import(id, csvOf(reviews.slice(0, 100)));
  await service.analyse(id);
  return service.finished(id);
}

describe("weights of an organisation", () => {
  it("are the product's own until somebody sets them", async () => {
    const answer = await service.request("GET", path);
    expect(answer.headers.get("etag")).toBe('"v0"');
    expect(await answer.json()).toMatchObject({ source: "default", version: 0, weights: { market_size: 0.2 } });
    expect(large.opportunity?.weighting).toEqual({ source: "default", version: 0 });
  });

  it("need If-Match, and a sum of 1, and lose nothing to a refused change", async () => {
    const change = only("competition");
    expect(await codeOf(put(change, undefined))).toBe("precondition_required");
    expect(await codeOf(put(change, '"v7"'))).toBe("precondition_failed");
    const tooMuch = { kind: "stated", weights: { ...change.weights, market_size: 0.5 } };
    expect(await codeOf(put(tooMuch, '"v0"'))).toBe("invalid_input");
    expect(await codeOf(put({ kind: "stated", weights: { competition: 1 } }, '"v0"'))).toBe("invalid_input");
    expect((await read()).version).toBe(0);
  });

  it("make the score of each niche, the order of the list and the comparison, and say which they are", async () => {
    await expect.poll(async () => (await listed()).items.filter(({ opportunity }) => opportunity).length, { timeout: 20_000 }).toBe(2);
    expect((await listed()).items.map(({ id }) => id)).toEqual([large.id, quiet.id]);
    const begun = await service.json(pageSchema(nicheSummarySchema), service.request("GET", "/api/v1/niches?limit=1"));

    const { version } = await set(only("competition"));
    const shown = await service.request("GET", `/api/v1/niches/${quiet.id}`);
    expect(shown.headers.get("etag")).toBe(`"v${quiet.version}-w${version}"`);
    const { opportunity } = nicheDetailSchema.parse(await shown.json());
    expect(opportunity).toMatchObject({ score: 0.9, weighting: { source: "stated", version }, band: "excellent" });
    expect(opportunity?.compatible?.score).toBeCloseTo(quiet.opportunity?.score ?? Number.NaN, 12);

    const { items } = await listed();
    expect(items.map(({ id, opportunity: own }) => [id, own?.score])).toEqual([
      [quiet.id, 0.9],
      [large.id, 0.2],
    ]);
    // A list that began under other weights is not gone on with.
    expect(await codeOf(service.request("GET", `/api/v1/niches?limit=1&cursor=${begun.nextCursor}`))).toBe("invalid_input");

    const ids = `${large.id},${quiet.id}`;
    const comparison = await service.json(comparisonSchema, service.request("GET", `/api/v1/niches/comparison?ids=${ids}`));
    expect(comparison.ranked.map(({ nicheId, first }) => [nicheId, first])).toEqual([
      [quiet.id, 1],
      [large.id, 0],
    ]);
    expect(comparison.weighting).toEqual({ source: "stated", version });
    expect(comparison.order?.aroundWeights?.ranks[0]).toEqual([1, 0]);
    expect(comparison.order?.assumptions).toContain("severity from the cluster bootstrap over authors");
    expect(comparison.changes?.first).toBe(quiet.id);
    expect(comparison.changes?.weights.find(({ criterion }) => criterion === "competition")?.overtakenBy).toBe(large.id);
    expect(comparison.profiles?.map(({ evidenceCount, themes }) => [evidenceCount > 90, themes.length > 0])).toEqual([
      [true, true],
      [true, true],
    ]);
  });

  it("survive a change of an assumption under the tag of the niche as it is shown", async () => {
    const { version } = await service.niche(quiet.id);
    const patched = await service.request(
      "PATCH",
      `/api/v1/niches/${quiet.id}/market`,
      { competition: "medium" },
      { "if-match": `"v${version}-w1"` },
    );
    expect(patched.status).toBe(200);
    expect(nicheDetailSchema.parse(await patched.json()).opportunity).toMatchObject({ score: 0.5, weighting: { version: 1 } });
    await expect
      .poll(async () => (await listed()).items.find(({ id }) => id === quiet.id)?.opportunity?.score, { timeout: 20_000 })
      .toBe(0.5);
  });

  it("come from judgements too, with their contradictions named", async () => {
    const judgements = factorNames.flatMap((first, i) =>
      factorNames.slice(i + 1).map((second, j) => ({ first, second, times: i + j === 0 ? 1 / 9 : 3 })),
    );
    const { source, consistency, weights } = await set({ kind: "judgements", judgements });
    expect(source).toBe("judgements");
    expect(consistency).toMatchObject({ consistent: false, revise: { first: "market_size", second: "growth_rate" } });
    expect(Object.values(weights).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
    expect(await codeOf(put({ kind: "judgements", judgements: judgements.slice(1) }, "*"))).toBe("invalid_input");
  });

  it("are set once for one key, and by one of two who change the same version at once", async () => {
    const { version } = await read();
    const [one, two] = await Promise.all([put(only("market_size"), `"v${version}"`), put(only("growth_rate"), `"v${version}"`)]);
    expect([one.status, two.status].toSorted()).toEqual([200, 412]);
    const again = await read();
    expect(again.version).toBe(version + 1);
    const first = await put({ kind: "default" }, `"v${again.version}"`, "reset-once");
    const second = await put({ kind: "default" }, `"v${again.version}"`, "reset-once");
    expect(await first.json()).toEqual(await second.json());
    expect(await read()).toMatchObject({ source: "default", version: again.version + 1, weights: { market_size: 0.2 } });
  });

  it("are told to everybody, one event a version, and are nobody else's", async () => {
    const { version } = await read();
    const events = async () =>
      (await service.json(z.array(eventEnvelopeSchema), service.request("GET", "/testing/events")))
        .filter(({ type }) => type === "opportunity-weights.set")
        .map(({ sequence }) => sequence)
        .toSorted((a, b) => a - b);
    await expect.poll(events, { timeout: 20_000 }).toEqual(Array.from({ length: version }, (_, i) => i + 1));
    expect(await service.json(opportunityWeightsSchema, service.request("GET", `${path}?organisation=2`))).toMatchObject({ version: 0 });
  });

  it("leave the table equal to the fold of all events", async () => {
    await expect.poll(async () => (await service.verification()).mismatches, { timeout: 20_000 }).toEqual([]);
  });
});

describe("the comparison as a file", () => {
  it("is a document, or a table", async () => {
    const ids = `${large.id},${quiet.id}`;
    const document = await service.request("GET", `/api/v1/niches/comparison/report?ids=${ids}`);
    expect(document.headers.get("content-disposition")).toContain("comparison.md");
    const text = await document.text();
    for (const part of ["# Comparison of niches", "Large and crowded", "## What would change the first place", "## Side by side"])
      expect(text).toContain(part);
    // Every mark has its note, and notes name texts by file and row.
    const marks = new Set([...text.matchAll(/(?<!^)\[\^(\d+)\]/gm)].map(([, number]) => number));
    expect(marks.size).toBeGreaterThan(4);
    for (const number of marks) expect(text).toContain(`\n[^${number}]: `);
    expect(text).toMatch(/^\[\^\d+\]: .*row \d+ “.+” `evd_/m);
    const pdf = await service.request("GET", `/api/v1/niches/comparison/report?ids=${ids}&format=pdf`);
    expect([pdf.headers.get("content-type"), pdf.headers.get("content-disposition")]).toEqual([
      "application/pdf",
      'attachment; filename="comparison.pdf"',
    ]);
    expect(await pdf.text()).toMatch(/^%PDF-/);
    const table = await service.request("GET", `/api/v1/niches/comparison/report?ids=${ids}&format=csv`);
    expect(table.headers.get("content-type")).toContain("text/csv");
    expect((await table.text()).trim().split("\r\n")).toHaveLength(3);
    expect(await codeOf(service.request("GET", "/api/v1/niches/comparison/report?ids="))).toBe("invalid_input");
    expect(await codeOf(service.request("GET", `/api/v1/niches/comparison/report?ids=${ids}&organisation=2`))).toBe("not_found");
  });
});
