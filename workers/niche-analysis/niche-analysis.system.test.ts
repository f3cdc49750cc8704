import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { schemaOf } from "../../contracts/events/index.ts";
import { pageSchema } from "../../contracts/page.ts";
import {
  comparisonSchema,
  evidenceSchema,
  marketSizeSchema,
  nicheDetailSchema,
  nicheSummarySchema,
  themeSchema,
  type NicheDetail,
} from "../../contracts/services/niche-analysis.ts";
import { chunkSize } from "../../durable-objects/niche/plan.ts";
import { problemSchema } from "../kit/problem.ts";
import { RunningService } from "./testing/harness.ts";
import { csvOf, reviews } from "./testing/reviews.ts";

let service: RunningService;
beforeAll(async () => {
  service = await RunningService.start();
});
afterAll(() => service?.stop());
beforeEach(() => service.model({}));

async function withEvidence(name: string, texts: readonly string[]): Promise<NicheDetail> {
  const niche = await service.create(name);
  await service.import(niche.id, csvOf(texts));
  return niche;
}

/** What an analysis found, without what depends on when and where it ran. */
function findingsOf({ themes, finding, opportunity, evidenceCount, topThemes }: NicheDetail) {
  return { themes, finding, opportunity, evidenceCount, topThemes };
}

const width = ({ opportunity }: NicheDetail) => (opportunity ? opportunity.high - opportunity.low : Number.NaN);
const themesOf = async (id: string) =>
  (await service.json(z.object({ items: z.array(themeSchema) }), service.request("GET", `/api/v1/niches/${id}/themes`))).items;
const problemOf = async (answer: Promise<Response>) => problemSchema.parse(await (await answer).json());

describe("an analysis", () => {
  it("finds themes whose quotes stand in the evidence, and a score with an interval", async () => {
    const niche = await withEvidence("Phone accessories", reviews);
    await service.analyse(niche.id);
    const detail = await service.finished(niche.id);
    expect(detail.work).toMatchObject({ status: "succeeded", progress: { done: detail.evidenceCount, total: detail.evidenceCount } });
    expect(detail.themes.length).toBeGreaterThanOrEqual(5);
    expect(detail.topThemes).toEqual(detail.themes.slice(0, 3).map(({ label }) => label));
    expect(detail.opportunity?.low).toBeLessThan(detail.opportunity?.score ?? 0);
    expect(detail.finding).toMatchObject({ model: "hashing@1", seed: 1, texts: detail.evidenceCount });

    const themes = await themesOf(niche.id);
    expect(themes.flatMap(({ evidenceIds }) => evidenceIds)).toHaveLength(detail.evidenceCount - (detail.finding?.outliers ?? 0));
    const quotes = themes.flatMap(({ quotes: some }) => some);
    expect(quotes.length).toBeGreaterThanOrEqual(themes.length);
    const ids = [...new Set(quotes.map(({ evidenceId }) => evidenceId))];
    const rows = await service.json(
      z.object({ items: z.array(evidenceSchema) }),
      service.request("GET", `/api/v1/niches/${niche.id}/evidence?ids=${ids.join(",")}`),
    );
    const texts = new Map(rows.items.map(({ id, text }) => [id, text]));
    for (const { evidenceId, text, start, end } of quotes) expect(texts.get(evidenceId)?.slice(start, end)).toBe(text);
  });

  it("keeps texts of two plainly different subjects apart", async () => {
    const numbers = Array.from(
      { length: 40 },
      (_, index) => `number ${"one two three four five six seven eight nine ten".split(" ")[index % 10]} ${index}`,
    );
    const [power, glass] = ["The battery charger lost power", "A display scratch across glass"];
    const niche = await withEvidence(
      "Two subjects",
      numbers.flatMap((number) => [`${power} ${number}`, `${glass} ${number}`]),
    );
    await service.analyse(niche.id);
    await service.finished(niche.id);
    const rows = await service.json(
      z.object({ items: z.array(evidenceSchema) }),
      service.request("GET", `/api/v1/niches/${niche.id}/evidence?limit=200`),
    );
    const subjects = new Map(rows.items.map(({ id, text }) => [id, text.startsWith(power) ? "power" : "glass"]));
    const themes = (await themesOf(niche.id)).map(({ evidenceIds }) => new Set(evidenceIds.map((id) => subjects.get(id))).size);
    expect(themes.length).toBeGreaterThanOrEqual(2);
    expect(themes).toEqual(themes.map(() => 1));
  });

  it("calls the model once a chunk and writes only events of the catalogue", async () => {
    const niche = await withEvidence("Calls", reviews.slice(0, 200));
    await service.analyse(niche.id);
    const { evidenceCount } = await service.finished(niche.id);
    const calls = await service.calls();
    const chunks = Math.ceil(evidenceCount / chunkSize);
    expect(Object.keys(calls).toSorted()).toEqual(
      [...Array.from({ length: chunks }, (_, k) => `${niche.id}:embed:analysis-1:${k}`), `${niche.id}:prepare:analysis-1`].toSorted(),
    );
    expect(Object.values(calls).every((count) => count === 1)).toBe(true);

    await expect.poll(async () => (await service.events(niche.id)).at(-1)?.type, { timeout: 20_000 }).toBe("opportunity.scored");
    const events = await service.events(niche.id);
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
    const refused = events.filter(({ type, dataversion, data }) => schemaOf(type, dataversion)?.safeParse(data).success !== true);
    expect(refused).toEqual([]);
    expect(JSON.stringify(events)).not.toContain(reviews[0]);
  });

  it("of dated texts says whether they become more, for the niche and for each theme", async () => {
    const texts = reviews.slice(0, 600);
    // Two years in which more and more is written: the k-th text falls into month 24 √(k/600). January has two texts, which are strays.
    const rows = texts.map((text, k) => {
      const date = new Date(Date.UTC(2024, Math.floor(24 * Math.sqrt(k / 600)), 15)).toISOString();
      return `"${text.replaceAll('"', '""')}",${date}`;
    });
    const niche = await service.create("Demand");
    await service.import(niche.id, ["review,date", ...rows].join("\n"));
    await service.analyse(niche.id);
    const { demand, themes, evidenceCount, copyCount = 0 } = await service.finished(niche.id);
    expect(demand).toMatchObject({ class: "rising", from: "2024-03", unit: "texts", undated: 0 });
    expect(demand?.counts).toHaveLength(21);
    expect((demand?.n ?? 0) + (demand?.outside ?? 0)).toBe(evidenceCount + copyCount);
    expect(demand?.trend && demand.trend.low > 0 && demand.trend.low <= demand.trend.slope).toBe(true);
    expect(demand?.velocity?.ratio).toBeGreaterThan(1);
    expect(themes.every((theme) => theme.demand?.from === "2024-03")).toBe(true);
    expect(themes.some((theme) => theme.demand?.class === "rising")).toBe(true);
    const found = (await service.events(niche.id)).find(({ type }) => type === "themes.found");
    expect(found?.data).toMatchObject({ demand: { class: "rising" } });
  });

  it("of the same evidence gives the same themes, whatever the order of import", async () => {
    const texts = reviews.slice(0, 300);
    const one = await withEvidence("Order", texts);
    const other = await service.create("Order");
    for (const part of [texts.slice(150), texts.slice(0, 150)]) await service.import(other.id, csvOf(part));
    // Authors and rows differ between the two files' numbering, so only what the texts say is compared.
    await Promise.all([service.analyse(one.id), service.analyse(other.id)]);
    const [a, b] = [await service.finished(one.id), await service.finished(other.id)];
    expect(a.themes.map(({ id, label, size }) => ({ id, label, size }))).toEqual(
      b.themes.map(({ id, label, size }) => ({ id, label, size })),
    );
  });

  it("cut off by crashes at any point still ends with the identical themes", async () => {
    const texts = reviews.slice(0, 400);
    const calm = await withEvidence("Crash", texts);
    await service.analyse(calm.id);
    const expected = findingsOf(await service.finished(calm.id));

    const disturbed = await withEvidence("Crash", texts);
    await service.model({ delayMs: 400 });
    await service.analyse(disturbed.id);
    for (const type of ["analysis.started", "analysis.prepared", "evidence.embedded", "themes.found"]) {
      await service.feed(disturbed.id, (frame) => frame.frame === "event" && frame.event.type === type);
      await service.crash(disturbed.id);
    }
    expect(findingsOf(await service.finished(disturbed.id))).toEqual(expected);
    // The crashes did cut calls off, else this would prove nothing.
    const calls = Object.entries(await service.calls()).filter(([id]) => id.startsWith(disturbed.id));
    expect(Math.max(...calls.map(([, count]) => count))).toBeGreaterThan(1);
  });

  it("leaves evidence that arrives meanwhile to the next one", async () => {
    const niche = await withEvidence("Meanwhile", reviews.slice(0, 100));
    await service.model({ delayMs: 100 });
    await service.analyse(niche.id);
    await service.import(niche.id, csvOf(reviews.slice(100, 200)));
    const first = await service.finished(niche.id);
    expect(first.finding?.texts).toBeLessThan(first.evidenceCount);
    expect(first.finding?.texts).toBe(first.imports[0]?.kept);
    await service.analyse(niche.id);
    expect((await service.finished(niche.id, first.version)).finding?.texts).toBe(first.evidenceCount);
  });

  it("that fails says why, and the next one goes on from what is there", async () => {
    const niche = await withEvidence("Failure", reviews);
    await service.model({ failAfter: 3, fault: { code: "forbidden", detail: "This node takes no more texts.", retryable: false } });
    await service.analyse(niche.id);
    const failed = await service.finished(niche.id);
    expect(failed.work).toMatchObject({ status: "failed", message: "This node takes no more texts." });
    expect(failed.work.progress.done).toBeGreaterThan(0);

    await service.model({});
    await service.analyse(niche.id);
    const { work, version } = await service.finished(niche.id, failed.version);
    expect(work.status).toBe("succeeded");
    expect(version).toBeGreaterThan(failed.version);
    const embeds = Object.keys(await service.calls()).filter((id) => id.includes(":embed:"));
    expect(embeds.length).toBeLessThan(Math.ceil(failed.evidenceCount / chunkSize));
  });

  it("waits for a node that comes back", async () => {
    const niche = await withEvidence("Outage", reviews.slice(0, 64));
    await service.model({ fault: { code: "unavailable", detail: "No node is ready.", retryable: true } });
    await service.analyse(niche.id);
    await expect.poll(async () => Object.values(await service.calls())[0] ?? 0, { timeout: 20_000 }).toBeGreaterThan(1);
    expect((await service.niche(niche.id)).work.status).toBe("running");
    await service.model({});
    expect((await service.finished(niche.id)).work.status).toBe("succeeded");
  });

  it("embeds everything anew when the alias names another model", async () => {
    const niche = await withEvidence("Model", reviews.slice(0, 300));
    await service.analyse(niche.id);
    const first = await service.finished(niche.id);
    await service.model({ model: "hashing@2" });
    await service.analyse(niche.id);
    const second = await service.finished(niche.id, first.version);
    expect(second.finding?.model).toBe("hashing@2");
    expect(Object.keys(await service.calls()).filter((id) => id.includes(":embed:analysis-2:"))).toHaveLength(
      Math.ceil(first.evidenceCount / chunkSize),
    );
  });

  it("shows its progress over the feed, from the version that a client saw last", async () => {
    const niche = await withEvidence("Feed", reviews);
    await service.analyse(niche.id);
    const all = await service.feed(niche.id, (frame) => frame.frame === "event" && frame.event.type === "opportunity.scored");
    const events = all.flatMap((frame) => (frame.frame === "event" ? [frame.event] : []));
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
    const done = events.flatMap(({ type, data }) =>
      type === "evidence.embedded" ? [z.object({ done: z.number() }).parse(data).done] : [],
    );
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    expect(done.length).toBeGreaterThan(1);
    const later = await service.feed(niche.id, (frame) => frame.frame === "ready", 2);
    expect(later[0]).toMatchObject({ frame: "event", event: { sequence: 3 } });
  });

  it("of a handful of texts is one theme, and says how little it knows", async () => {
    const niche = await withEvidence("Handful", [
      "The battery dies within an hour.",
      "It does not fit my ear at all.",
      "Sound quality is great.",
    ]);
    await service.analyse(niche.id);
    const { work, themes, opportunity } = await service.finished(niche.id);
    expect(work.status).toBe("succeeded");
    expect(themes).toMatchObject([{ size: 3, share: { value: 1, n: 3 } }]);
    // Wilson's interval for 3 of 3 begins at 3 / (3 + 1.96²) = 0.4385.
    expect(themes[0]?.share.low).toBeCloseTo(0.4385, 4);
    expect((opportunity?.high ?? 0) - (opportunity?.low ?? 0)).toBeGreaterThan(0.4);
  });

  it("is refused without evidence and while one runs", async () => {
    const empty = await service.create("Empty");
    expect(await problemOf(service.request("POST", `/api/v1/niches/${empty.id}/analyses`))).toMatchObject({
      status: 409,
      detail: expect.stringContaining("Import"),
    });
    const niche = await withEvidence("Busy", reviews.slice(0, 64));
    await service.model({ delayMs: 200 });
    await service.analyse(niche.id);
    expect(await problemOf(service.request("POST", `/api/v1/niches/${niche.id}/analyses`))).toMatchObject({ status: 409 });
    await service.finished(niche.id);
  });

  it("reads what is in English, and says how much is kept apart, in a fork too", async () => {
    const german = [
      "Der Akku ist schon nach zwei Stunden leer und der Kundendienst antwortet nicht.",
      "Leider ist die Hülle nach einer Woche gebrochen, sehr enttäuschend für den Preis.",
    ];
    const english = Array.from({ length: 30 }, (_, i) => `The battery of my phone died after ${i + 2} hours.`);
    const niche = await withEvidence("Languages", [...german, ...english]);
    await service.analyse(niche.id);
    const analysed = await service.finished(niche.id);
    expect(analysed).toMatchObject({ evidenceCount: 32, otherLanguages: { deu: 2 }, finding: { texts: 30 } });
    expect(analysed.imports[0]).toMatchObject({ kept: 32, otherLanguages: { deu: 2 } });
    const page = await service.json(pageSchema(evidenceSchema), service.request("GET", `/api/v1/niches/${niche.id}/evidence?limit=50`));
    expect(page.items.filter(({ language }) => language === "deu").map(({ text }) => text)).toEqual(german);
    const copy = service.request("POST", `/api/v1/niches/${niche.id}/fork`, { version: analysed.version });
    expect((await service.json(nicheDetailSchema, copy)).otherLanguages).toEqual({ deu: 2 });

    const foreign = await withEvidence("German", german);
    expect(await problemOf(service.request("POST", `/api/v1/niches/${foreign.id}/analyses`))).toMatchObject({
      status: 409,
      detail: expect.stringContaining("None of the 2 texts is in English"),
    });
  });

  it("asked for twice under one key runs once", async () => {
    const niche = await withEvidence("Once", reviews.slice(0, 64));
    const key = { "idempotency-key": `analyse-${niche.id}` };
    await service.analyse(niche.id, key);
    await service.finished(niche.id);
    await service.analyse(niche.id, key);
    expect((await service.events(niche.id)).filter(({ type }) => type === "analysis.started")).toHaveLength(1);
  });
});

describe("assumptions", () => {
  it("change the score and narrow its interval", async () => {
    const niche = await withEvidence("Market", reviews.slice(0, 200));
    await service.analyse(niche.id);
    const before = await service.finished(niche.id);
    const market = { marketSize: "large", growthRate: "high", competition: "low" };
    const path = `/api/v1/niches/${niche.id}/market`;
    const patch = (body: unknown, ifMatch: string) => service.request("PATCH", path, body, { "if-match": ifMatch });
    await service.json(nicheDetailSchema, patch(market, `"v${before.version}"`));
    const after = await service.finished(niche.id, before.version);
    expect(after.market).toEqual(market);
    expect(after.opportunity?.score).toBeGreaterThan(before.opportunity?.score ?? 1);
    expect(width(after)).toBeLessThan(width(before));
    const partly = await service.json(nicheDetailSchema, patch({ competition: "high" }, "*"));
    expect(partly.market).toEqual({ ...market, competition: "high" });
    expect(partly.opportunity?.score).toBeLessThan(after.opportunity?.score ?? 0);
    expect(await problemOf(patch({ marketSize: "huge" }, "*"))).toMatchObject({ status: 400 });
    // Not over what somebody else has set meanwhile, and not without saying what one saw.
    expect(await problemOf(patch({ competition: "low" }, `"v${before.version}"`))).toMatchObject({
      status: 412,
      code: "precondition_failed",
    });
    expect(await problemOf(service.request("PATCH", path, { competition: "low" }))).toMatchObject({
      status: 428,
      code: "precondition_required",
    });
  });
});

describe("a discovery", () => {
  it("makes analysed niches of groups of themes, ranked in the list and comparable", async () => {
    const parent = await withEvidence("Everything", reviews);
    await service.analyse(parent.id);
    const analysed = await service.finished(parent.id);
    const items = z.object({ items: z.array(nicheSummarySchema) });
    const { items: children } = await service.json(items, service.request("POST", `/api/v1/niches/${parent.id}/discoveries`));
    expect(children.length).toBeGreaterThanOrEqual(2);
    // In the middle of handing over rows and vectors; everything must still arrive, and once.
    await service.crash(parent.id);
    const details = await Promise.all(
      children.map(async ({ id }) => {
        await expect.poll(async () => (await service.request("GET", `/api/v1/niches/${id}`)).status, { timeout: 30_000 }).toBe(200);
        return service.finished(id);
      }),
    );
    for (const detail of details) {
      expect(detail).toMatchObject({ parentId: parent.id, work: { status: "succeeded" } });
      expect(detail.evidenceCount).toBe(children.find(({ id }) => id === detail.id)?.work.progress.total);
      expect(detail.opportunity).toBeDefined();
    }
    // Vectors came along: no text of a child was embedded again.
    const calls = Object.keys(await service.calls());
    expect(calls.filter((id) => id.includes(":embed:") && !id.startsWith(parent.id))).toEqual([]);
    await service.feed(parent.id, (frame) => frame.frame === "event" && frame.event.type === "niche.derived", analysed.version);
    await expect
      .poll(async () => (await service.niche(parent.id)).childIds.toSorted(), { timeout: 20_000 })
      .toEqual(children.map(({ id }) => id).toSorted());
    expect((await service.niche(parent.id)).work.status).toBe("succeeded");

    const ranked = async () =>
      (await service.json(pageSchema(nicheSummarySchema), service.request("GET", `/api/v1/niches/${parent.id}/children`))).items;
    await expect
      .poll(async () => (await ranked()).filter(({ opportunity }) => opportunity).length, { timeout: 20_000 })
      .toBe(children.length);
    const scores = (await ranked()).map(({ opportunity }) => opportunity?.score ?? -1);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));

    const comparison = await service.json(
      comparisonSchema,
      service.request("GET", `/api/v1/niches/comparison?ids=${children.map(({ id }) => id).join(",")}`),
    );
    expect(comparison.ranked.map(({ rank }) => rank)).toEqual(children.map((_, index) => index + 1));
    for (const row of comparison.order?.stated.ranks ?? []) expect(row.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
    expect(comparison.order?.anyWeights.above).toHaveLength(children.length);

    // The same discovery again finds the same niches and derives none anew.
    const again = await service.json(items, service.request("POST", `/api/v1/niches/${parent.id}/discoveries`));
    expect(again.items.map(({ id }) => id)).toEqual(children.map(({ id }) => id));
    expect(again.items[0]?.opportunity).toBeDefined();
  });

  it("hands on who wrote the texts, which an analysis counts whichever file came first, and a fork keeps", async () => {
    const texts = reviews.slice(0, 200);
    const rows = texts.map((text, i) => ({
      body: text,
      user: `author ${i}`,
      "thread id": `t${i % 20}`,
      plan: i % 3 === 0 ? "pro" : "free",
    }));
    // Every second text was written again by three people each.
    const again = [1, 2, 3].map((time) => rows.filter((_, i) => i % 2 === 0).map((row) => ({ ...row, user: `${row.user} ${time}` })));
    const file = (part: object[]) => part.map((row) => JSON.stringify(row)).join("\n");
    const [one, other] = [await service.create("Voices"), await service.create("Voices")];
    await service.import(one.id, file([...rows, ...again.flat()]), "fileName=a.jsonl", "application/x-ndjson");
    for (const part of [...again.toReversed(), rows])
      await service.import(other.id, file(part), "fileName=b.jsonl", "application/x-ndjson");
    for (const { id } of [one, other]) await service.analyse(id);
    const [parent, twin] = [await service.finished(one.id), await service.finished(other.id)];
    const everybody = parent.evidenceCount + (parent.copyCount ?? 0);
    expect(everybody).toBeGreaterThan(400);
    expect(parent.finding).toMatchObject({
      distinctAuthors: everybody,
      copies: { exact: parent.copyCount },
      drawn: { threads: 20, authors: 0, texts: 0 },
    });
    expect(parent.opportunity?.method).toContain("over conversations");
    expect(JSON.stringify([twin.finding, twin.themes, twin.opportunity])).toBe(
      JSON.stringify([parent.finding, parent.themes, parent.opportunity]),
    );

    // Copies that come after an analysis are no part of it, whatever is done again of it.
    await service.import(
      one.id,
      file(again.flat().map((row) => ({ ...row, user: `${row.user} more` }))),
      "fileName=c.jsonl",
      "application/x-ndjson",
    );
    const before = (await service.niche(one.id)).version;
    await service.request("POST", `/api/v1/niches/${one.id}/themes/overrides`, {
      kind: "rename",
      themeId: parent.themes[0]?.id,
      label: "Renamed",
    });
    expect((await service.finished(one.id, before)).finding?.distinctAuthors).toBe(everybody);

    const fork = await service.json(
      nicheDetailSchema,
      service.request("POST", `/api/v1/niches/${one.id}/fork`, { version: parent.version }),
    );
    expect(fork).toMatchObject({ evidenceCount: parent.evidenceCount, copyCount: parent.copyCount });
    await service.analyse(fork.id);
    expect((await service.finished(fork.id, fork.version)).finding?.distinctAuthors).toBe(everybody);

    const items = z.object({ items: z.array(nicheSummarySchema) });
    const { items: children } = await service.json(items, service.request("POST", `/api/v1/niches/${other.id}/discoveries`));
    for (const { id } of children) {
      await expect.poll(async () => (await service.request("GET", `/api/v1/niches/${id}`)).status, { timeout: 30_000 }).toBe(200);
      const child = await service.finished(id);
      expect(child.copyCount).toBeGreaterThan(0);
      expect(child.finding?.distinctAuthors).toBe(child.evidenceCount + (child.copyCount ?? 0));
      const evidence = await service.json(pageSchema(evidenceSchema), service.request("GET", `/api/v1/niches/${id}/evidence`));
      expect(evidence.items.every(({ attributes }) => ["pro", "free"].includes(attributes?.["plan"]?.[0] ?? ""))).toBe(true);
    }
  });

  it("is refused before there are themes", async () => {
    const niche = await service.create("No themes");
    expect(await problemOf(service.request("POST", `/api/v1/niches/${niche.id}/discoveries`))).toMatchObject({ status: 409 });
  });
});

describe("the list of niches", () => {
  it("pages through all of them, highest score first, unscored last", async () => {
    const summaries = pageSchema(nicheSummarySchema);
    await expect
      .poll(async () => (await service.json(summaries, service.request("GET", "/api/v1/niches?limit=200"))).items.length, {
        timeout: 20_000,
      })
      .toBeGreaterThan(5);
    const whole = (await service.json(summaries, service.request("GET", "/api/v1/niches?limit=200"))).items;
    const paged: string[] = [];
    let cursor = "";
    do {
      const page = await service.json(summaries, service.request("GET", `/api/v1/niches?limit=3${cursor}`));
      paged.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor === undefined ? "" : `&cursor=${page.nextCursor}`;
    } while (cursor !== "");
    expect(paged).toEqual(whole.map(({ id }) => id));
    const scores = whole.map(({ opportunity }) => opportunity?.score ?? -1);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(scores.at(-1)).toBe(-1);
    expect(await problemOf(service.request("GET", "/api/v1/niches?cursor=nonsense"))).toMatchObject({ status: 400 });
  });

  it("equals the fold of all events", async () => {
    await expect.poll(async () => (await service.verification()).mismatches, { timeout: 20_000 }).toEqual([]);
    const { projections } = await service.verification();
    expect(projections.map(({ name }) => name)).toEqual(["niches", "actors", "dead_letters"]);
    expect(projections[0]?.rows).toBeGreaterThan(3);
    expect(projections[1]?.rows).toBe(projections[0]?.rows);
  });
});

it("sizes a market from stated ranges, and refuses a share above 1 by name", async () => {
  const request = {
    customers: { kind: "lognormal", p10: 5000, p90: 20_000 },
    currency: "EUR",
    monthlyPrice: { kind: "fixed", value: 2000 },
    serviceable: { kind: "pert", low: 0.2, mode: 0.3, high: 0.4 },
    obtainable: { kind: "fixed", value: 0.05 },
    topDown: 240_000_000,
  };
  const size = await service.json(marketSizeSchema, service.request("POST", "/api/v1/niches/market-size", request));
  expect(size).toMatchObject({ currency: "EUR", seed: 1, topDown: { agrees: true } });
  expect(size.total.p50 / 240_000_000).toBeCloseTo(1, 1);
  expect(size.swings[0]?.name).toBe("customers");
  const tooMuch = { ...request, obtainable: { kind: "fixed", value: 5 } };
  expect(await problemOf(service.request("POST", "/api/v1/niches/market-size", tooMuch))).toMatchObject({
    code: "invalid_input",
    detail: expect.stringContaining("obtainable"),
  });
});

it("creates a niche once for one key, also when the answer was lost", async () => {
  const key = { "idempotency-key": "create-once" };
  expect((await service.create("Once", key)).id).toBe((await service.create("Once", key)).id);
  expect(await problemOf(service.request("POST", "/api/v1/niches", { name: "Other" }, key))).toMatchObject({ code: "key_reused" });
});
