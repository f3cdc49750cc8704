import { afterAll, beforeAll, expect, it } from "vitest";
import { loadSample, type SampleStep, type SampleTransport } from "../../contracts/sample/loading.ts";
import { isSample } from "../../contracts/sample/workspace.ts";
import { pageSchema } from "../../contracts/page.ts";
import {
  comparisonSchema,
  marketFiguresSchema,
  nicheDetailSchema,
  nicheSummarySchema,
  segmentsSchema,
  themeSchema,
  type NicheDetail,
} from "../../contracts/services/niche-analysis.ts";
import * as z from "zod";
import { sampleTransport } from "../../tools/sample/transport.ts";
import { startTopology, type RunningTopology } from "./topology.ts";

let system: RunningTopology;
beforeAll(async () => {
  system = await startTopology("together");
});
afterAll(async () => {
  await system?.stop();
});

const read = (id: string) => system.api.get(`/api/v1/niches/${id}`, nicheDetailSchema);
const figuresOf = (id: string) => system.api.get(`/api/v1/niches/${id}/market-figures`, marketFiguresSchema);

/** The transport, whose connection breaks after the answer of every second change, before it is read. */
function breaking(transport: SampleTransport): SampleTransport {
  let changes = 0;
  const lose = <T>(answer: T): T => {
    changes += 1;
    if (changes % 2 === 0) throw new Error("the answer was lost");
    return answer;
  };
  return {
    ...transport,
    send: async (...request) => lose(await transport.send(...request)),
    upload: async (...request) => lose(await transport.upload(...request)),
  };
}

let phone: NicheDetail;
let restaurant: NicheDetail;

it("is loaded whole through a connection that breaks again and again, and by clicks beside each other, with nothing twice", async () => {
  const transport = breaking(sampleTransport(system.api));
  const steps: SampleStep[] = [];
  let loaded: NicheDetail[] | undefined;
  let broke = 0;
  while (!loaded) {
    loaded = await loadSample(transport, (step) => steps.push(step)).catch((cause: Error) => {
      expect(cause.message).toBe("the answer was lost");
      return undefined;
    });
    if (!loaded) broke += 1;
  }
  expect(broke).toBeGreaterThanOrEqual(5);
  expect(steps.at(-1)).toMatchObject({ done: 14, total: 14 });
  await Promise.allSettled([loadSample(sampleTransport(system.api)), loadSample(sampleTransport(system.api))]);
  const again = await loadSample(sampleTransport(system.api));
  expect(again.map(({ id }) => id)).toEqual(loaded.map(({ id }) => id));

  const { items } = await system.api.get("/api/v1/niches?limit=200", pageSchema(nicheSummarySchema));
  expect(items.map(({ name }) => name).toSorted()).toEqual(["Phone accessories (sample)", "Restaurant visits (sample)"]);
  const [first, second] = again;
  if (!first || !second) throw new Error("the sample has two niches");
  [phone, restaurant] = [first, second];
  expect([phone, restaurant].map((niche) => [niche.imports.length, niche.marketTables?.length, isSample(niche)])).toEqual([
    [2, 3, true],
    [1, 2, true],
  ]);
  expect([phone.evidenceCount, restaurant.evidenceCount]).toEqual([1073, 489]);
  // Whoever wrote it, invented as they are, is hashed like everybody.
  const { items: texts } = await system.api.get(`/api/v1/niches/${phone.id}/evidence?limit=5`, z.object({ items: z.array(z.unknown()) }));
  expect(JSON.stringify(texts)).not.toContain("invented-person");
});

it("has figures in every part of the analysis", { timeout: 300_000 }, async () => {
  for (const { id } of [phone, restaurant])
    await expect.poll(async () => (await read(id)).work.status, { timeout: 200_000, interval: 500 }).toBe("succeeded");
  // Who complains of whom is counted after the analysis, and is part of the level of competition.
  await expect.poll(async () => (await figuresOf(phone.id)).underserved?.themes.length, { timeout: 30_000 }).toBeGreaterThan(0);

  const analysed = await read(phone.id);
  expect(analysed.themes.length).toBeGreaterThanOrEqual(8);
  expect(analysed.demand).toMatchObject({ class: "rising", unit: "authors", absent: [] });
  expect(analysed.demand?.forecast?.mean).toHaveLength(12);
  const { items: themes } = await system.api.get(`/api/v1/niches/${phone.id}/themes`, z.object({ items: z.array(themeSchema) }));
  expect(themes.filter(({ demand }) => demand?.class === "rising").length).toBeGreaterThan(0);
  expect(analysed.opportunity?.factors.map(({ name, basis }) => `${name} ${basis}`)).toEqual(
    expect.arrayContaining(["growth_rate evidence", "competition evidence", "monetization_potential evidence", "market_size assumption"]),
  );

  const { competition, underserved, aspects, keywords, survey } = await figuresOf(phone.id);
  expect(competition?.concentration).toMatchObject({ index: 2400, band: "high" });
  expect(competition?.map?.space?.largest).toBeDefined();
  expect(underserved?.leaders).toEqual(["Vokello", "Tarnwick", "Quillset"]);
  expect(underserved?.themes.some((theme) => theme.underserved)).toBe(true);
  expect(aspects?.groups.slice(0, 3).map((group) => [group.competitor, group.aspects.length > 5])).toEqual([
    [undefined, true],
    ["Vokello", true],
    ["Tarnwick", true],
  ]);
  expect(keywords?.months?.demand?.class).toBe("rising");
  expect(keywords?.reach?.customers.low ?? 0).toBeGreaterThan(0);
  expect(survey?.segments.map(({ n }) => n)).toEqual([60, 20, 20, 20]);
  expect(survey?.segments[0]?.outcomes).toHaveLength(5);
  expect(survey?.segments[0]?.outcomes[0]?.score ?? 0).toBeGreaterThan(12);
  expect(analysed.marketSize?.size.swings).toHaveLength(4);

  const { segments, attributes } = await system.api.get(`/api/v1/niches/${phone.id}/segments`, segmentsSchema);
  expect(attributes.map(({ name }) => name).toSorted()).toEqual(["country", "role"]);
  expect(segments.flatMap((segment) => segment.themes).some(({ difference }) => difference === "more")).toBe(true);
});

it("compares its two niches: who comes first, by which weights another would, what stands beside", async () => {
  const { order, changes, profiles } = await system.api.get(`/api/v1/niches/comparison?ids=${phone.id},${restaurant.id}`, comparisonSchema);
  const first = order?.anyWeights.ranks[0]?.[0] ?? 0;
  expect(first).toBeGreaterThan(0.5);
  expect(first).toBeLessThan(0.99);
  expect(changes?.weights.some(({ flipAt }) => flipAt !== null)).toBe(true);
  expect(changes?.factors.some(({ possible }) => possible)).toBe(true);
  const figures = profiles?.find(({ nicheId }) => nicheId === phone.id)?.figures;
  expect(Object.keys(figures ?? {}).toSorted()).toEqual(["concentration", "outcome", "size", "worstServed"]);
});
