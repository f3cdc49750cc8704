import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import {
  keptMarketSizeSchema,
  marketFiguresSchema,
  marketRowsPageSchema,
  marketTableSchema,
  nicheDetailSchema,
  type MarketFigures,
  type MarketTable,
  type NicheDetail,
} from "../../contracts/services/niche-analysis.ts";
import { problemSchema } from "../kit/problem.ts";
import { marketSizeExample } from "./market-size-routes.ts";
import { RunningService } from "./testing/harness.ts";
import { csvOf, reviews } from "./testing/reviews.ts";

let service: RunningService;
beforeAll(async () => {
  service = await RunningService.start();
});
afterAll(() => service?.stop());

const competitors =
  "Competitor,Aliases,Price,Features,Reviews\nMotorola,moto,9,12,5400\nPlantronics,,29,40,1200\nJabra,,5,6,300\nNokia,,12,30,900\n";
const keywords = `Keyword,Volume,KD\n${Array.from({ length: 250 }, (_, i) => `word ${i},${1000 - i},${i % 100}`).join("\n")}\n`;

function send(nicheId: string, file: string, query = "", headers: Record<string, string> = {}): Promise<Response> {
  const url = new URL(`/api/v1/niches/${nicheId}/market-tables?fileName=table.csv${query}`, service.url);
  return fetch(url, { method: "POST", headers: { "content-type": "text/csv", ...headers }, body: file });
}
const keep = (nicheId: string, file: string): Promise<MarketTable> => service.json(marketTableSchema, send(nicheId, file));
const figuresOf = (nicheId: string): Promise<MarketFigures> =>
  service.json(marketFiguresSchema, service.request("GET", `/api/v1/niches/${nicheId}/market-figures`));
const problemOf = async (answer: Promise<Response>) => problemSchema.parse(await (await answer).json());
const rowsOf = (nicheId: string, tableId: string, query = "") =>
  service.json(marketRowsPageSchema, service.request("GET", `/api/v1/niches/${nicheId}/market-tables/${tableId}/rows?${query}`));

describe("a table of the market", () => {
  it("is kept with its rows, outlives a crash, says the concentration and the white space, and can be removed", async () => {
    const niche = await service.create("Tables");
    expect(await figuresOf(niche.id)).toEqual({});
    const table = await keep(niche.id, competitors);
    await service.crash(niche.id);
    expect(await rowsOf(niche.id, table.id)).toMatchObject({
      kind: "competitors",
      items: [{ name: "Motorola", aliases: ["moto"], reviews: 5400 }, {}, {}, {}],
    });
    const { competition } = await figuresOf(niche.id);
    // Shares of 7,800 reviews: 5400, 1200, 900, 300.
    expect(competition?.concentration).toMatchObject({ basis: "reviews", band: "high", n: 4, index: expect.closeTo(5177.5, 0) });
    expect(competition?.map?.space?.largest.share).toBeGreaterThan(0);
    expect((await service.niche(niche.id)).marketTables).toEqual([table]);

    const again = await keep(niche.id, competitors);
    expect(again).toEqual(table);
    expect((await service.niche(niche.id)).marketTables).toHaveLength(1);

    const path = `/api/v1/niches/${niche.id}/market-tables`;
    const removed = await service.json(nicheDetailSchema, service.request("DELETE", `${path}/${table.id}`));
    expect(removed.marketTables).toBeUndefined();
    expect(await figuresOf(niche.id)).toEqual({});
    expect(await problemOf(service.request("DELETE", `${path}/${table.id}`))).toMatchObject({ status: 404 });
    expect(await problemOf(service.request("GET", `${path}/${table.id}/rows`))).toMatchObject({ status: 404 });
    const types = (await service.events(niche.id)).map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(["market-table.imported", "market-table.removed"]));
  });

  it("is read page by page, and comes along in a fork of a version that had it", async () => {
    const niche = await service.create("Pages");
    const table = await keep(niche.id, keywords);
    const first = await rowsOf(niche.id, table.id, "limit=120");
    const second = await rowsOf(niche.id, table.id, `limit=200&cursor=${first.nextCursor}`);
    expect(second.nextCursor).toBeUndefined();
    expect([...first.items, ...second.items].map(({ row }) => row)).toEqual(Array.from({ length: 250 }, (_, i) => i + 1));
    const { version } = await service.niche(niche.id);
    await service.request("DELETE", `/api/v1/niches/${niche.id}/market-tables/${table.id}`);
    const fork = await service.json(nicheDetailSchema, service.request("POST", `/api/v1/niches/${niche.id}/fork`, { version }));
    expect(fork.marketTables).toEqual([table]);
    expect((await rowsOf(fork.id, table.id, "limit=200")).items).toHaveLength(200);
    expect((await figuresOf(fork.id)).keywords).toMatchObject({ n: 250, difficultyBy: { export: 250, proxy: 0, unknown: 0 } });
  });

  it("is refused with a reason, and is another organisation's secret", async () => {
    const niche = await service.create("Refused");
    const refused = await problemOf(service.upload(niche.id, keywords));
    expect(refused).toMatchObject({ status: 415, errors: [{ path: "file", message: "market-table" }] });
    expect(await problemOf(send(niche.id, "colour\nred\nblue\n"))).toMatchObject({
      status: 400,
      detail: expect.stringContaining('"colour"'),
    });
    expect(await problemOf(send(niche.id, competitors, "", { "content-type": "image/png" }))).toMatchObject({ status: 415 });
    const { id } = await keep(niche.id, competitors);
    expect(await problemOf(send(niche.id, competitors, "&organisation=2"))).toMatchObject({ status: 404 });
    for (const path of ["/market-tables", "/market-figures", `/market-tables/${id}/rows`])
      expect(await problemOf(service.request("GET", `/api/v1/niches/${niche.id}${path}?organisation=2`))).toMatchObject({ status: 404 });
    expect(await problemOf(send(niche.id, competitors, "&role=viewer"))).toMatchObject({ status: 403 });
    const tables = await service.json(
      z.object({ items: z.array(marketTableSchema) }),
      service.request("GET", `/api/v1/niches/${niche.id}/market-tables`),
    );
    expect(tables.items).toHaveLength(1);
  });
});

it("stands in the report in all its forms, and is read again as it was computed", async () => {
  const niche = await service.create("Reported");
  await service.import(niche.id, csvOf(reviews.slice(0, 120)));
  const table = await keep(niche.id, competitors);
  const survey = await keep(
    niche.id,
    `Importance: be fast,Satisfaction: be fast,Importance: be cheap,Satisfaction: be cheap\n${Array.from({ length: 30 }, (_, i) => `5,${1 + (i % 3)},${1 + (i % 5)},4`).join("\n")}\n`,
  );
  const first = await figuresOf(niche.id);
  expect(await figuresOf(niche.id)).toEqual(first);
  await service.crash(niche.id);
  expect(await figuresOf(niche.id)).toEqual(first);
  await service.json(
    keptMarketSizeSchema,
    service.request("PUT", `/api/v1/niches/${niche.id}/market-size`, marketSizeExample, { "if-match": "*" }),
  );
  const report = async (format: string) => (await service.request("GET", `/api/v1/niches/${niche.id}/report?format=${format}`)).text();
  const text = await report("markdown");
  expect(text).toMatch(/Herfindahl-Hirschman index \*\*5,17\d\*\*/);
  expect(text).toContain("### Outcomes of the survey");
  expect(text).toContain("| Can be won (SOM)");
  expect(await report("pdf")).toContain("/Title (Competition)");
  const figures = await report("figures");
  expect(figures).toContain(`concentration (HHI)`);
  for (const { id } of [table, survey]) expect(figures).toContain(id);
  expect(await report("markdown")).toBe(text);
});

it("keeps the market size that was last computed, with what was stated", async () => {
  const niche = await service.create("Sized");
  const path = `/api/v1/niches/${niche.id}/market-size`;
  const put = (body: unknown, ifMatch: string, to = path) => service.request("PUT", to, body, { "if-match": ifMatch });
  const kept = await service.json(keptMarketSizeSchema, put(marketSizeExample, `"v${niche.version}"`));
  expect(kept.size.obtainable.p50).toBeGreaterThan(0);
  expect((await service.niche(niche.id)).marketSize).toEqual(kept);
  const wrong = { ...marketSizeExample, obtainable: { kind: "fixed", value: 7 } };
  expect(await problemOf(put(wrong, "*"))).toMatchObject({
    status: 400,
    detail: expect.stringContaining("obtainable"),
  });
  expect(await problemOf(put(marketSizeExample, "*", `${path}?organisation=2`))).toMatchObject({ status: 404 });
  // Not over what somebody else has kept meanwhile, and not without saying what one saw.
  expect(await problemOf(put(marketSizeExample, `"v${niche.version}"`))).toMatchObject({ status: 412 });
  expect(await problemOf(service.request("PUT", path, marketSizeExample))).toMatchObject({ status: 428 });
  expect((await service.niche(niche.id)).marketSize).toEqual(kept);
});

describe("the matrix of themes and competitors", () => {
  const counted = async (niche: NicheDetail) => {
    await expect.poll(async () => (await figuresOf(niche.id)).underserved, { timeout: 30_000 }).toBeDefined();
    return (await figuresOf(niche.id)).underserved;
  };

  it("follows the themes and the table, with the sentences that name a competitor", async () => {
    const niche = await service.create("Matrix");
    await service.import(niche.id, csvOf(reviews.slice(0, 400)));
    await service.analyse(niche.id);
    await service.finished(niche.id);
    expect((await figuresOf(niche.id)).underserved).toBeUndefined();
    const table = await keep(niche.id, competitors);
    const matrix = await counted(niche);
    expect(matrix).toMatchObject({ tableId: table.id });
    expect(matrix?.mentions).toBeGreaterThan(3);
    const [cell] = matrix?.themes.flatMap(({ cells }) => cells.filter(({ quotes }) => quotes.length > 0)) ?? [];
    const [quote] = cell?.quotes ?? [];
    const { items } = await service.json(
      z.object({ items: z.array(z.object({ text: z.string() })) }),
      service.request("GET", `/api/v1/niches/${niche.id}/evidence?ids=${quote?.evidenceId}`),
    );
    expect(items[0]?.text.slice(quote?.start, quote?.end)).toBe(quote?.text);

    // Beside it what is praised and complained about, of the niche and of each competitor; a fork has it too.
    const { aspects } = await figuresOf(niche.id);
    expect(aspects?.groups.map(({ competitor }) => competitor)).toEqual([undefined, ...(matrix?.competitors ?? [])]);
    const [whole] = aspects?.groups ?? [];
    expect(whole?.aspects.length).toBeGreaterThan(3);
    for (const { complaint, praise } of whole?.aspects ?? [])
      for (const { share, quotes, evidenceIds } of [complaint, praise]) {
        expect(share.n).toBeGreaterThanOrEqual(3);
        expect([evidenceIds.length > 0, quotes.length > 0]).toEqual([share.count > 0, share.count > 0]);
      }
    const [said] = whole?.aspects.flatMap(({ complaint }) => complaint.quotes) ?? [];
    const opened = await service.json(
      z.object({ items: z.array(z.object({ text: z.string() })) }),
      service.request("GET", `/api/v1/niches/${niche.id}/evidence?ids=${said?.evidenceId}`),
    );
    expect(opened.items[0]?.text.slice(said?.start, said?.end)).toBe(said?.text);
    const current = (await service.niche(niche.id)).version;
    const fork = await service.json(nicheDetailSchema, service.request("POST", `/api/v1/niches/${niche.id}/fork`, { version: current }));
    expect((await figuresOf(fork.id)).aspects).toEqual(aspects);

    // How concentrated the table is becomes the level of competition, where it has rows enough; nobody has set one.
    const rivalry = async () => (await service.niche(niche.id)).opportunity?.factors.find(({ name }) => name === "competition");
    expect(await rivalry()).toMatchObject({ basis: "unknown" });
    const longer = await keep(niche.id, competitors + Array.from({ length: 8 }, (_, i) => `Other ${i},,9,3,${400 + i}\n`).join(""));
    await expect
      .poll(rivalry, { timeout: 30_000 })
      .toMatchObject({ basis: "evidence", reading: { tableId: longer.id, unit: "index", n: 12 } });
    await service.request("DELETE", `/api/v1/niches/${niche.id}/market-tables/${longer.id}`);
    await counted(niche);

    // The texts of a theme, by month; of no such month or theme there are none.
    const [theme] = matrix?.themes ?? [];
    const written = (query: string) => service.request("GET", `/api/v1/niches/${niche.id}/evidence?${query}`);
    expect((await written(`themeId=${theme?.themeId}&limit=5`)).status).toBe(200);
    expect(await (await written(`themeId=${theme?.themeId}&from=1999-01&to=1999-02`)).json()).toEqual({ items: [] });
    expect(await problemOf(written(`themeId=thm_${"0".repeat(16)}`))).toMatchObject({ status: 404 });
    expect(await problemOf(written("from=2025-13"))).toMatchObject({ status: 400 });

    // Another analysis has other themes: they are counted too.
    await service.import(niche.id, csvOf(reviews.slice(400, 500)), "fileName=more.csv");
    const { version } = await service.niche(niche.id);
    await service.analyse(niche.id);
    await service.finished(niche.id, version);
    const later = await counted(niche);
    expect(later?.texts).toBeGreaterThan(matrix?.texts ?? 0);

    // Removed and brought back, the table is counted again.
    await service.request("DELETE", `/api/v1/niches/${niche.id}/market-tables/${table.id}`);
    expect((await figuresOf(niche.id)).underserved).toBeUndefined();
    await keep(niche.id, competitors);
    expect(await counted(niche)).toEqual(later);
  });
});
