import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import {
  listedOverrideSchema,
  nicheDetailSchema,
  themeSchema,
  type ListedOverride,
  type NicheDetail,
  type Override,
} from "../../contracts/services/niche-analysis.ts";
import { problemSchema } from "../kit/problem.ts";
import { RunningService } from "./testing/harness.ts";
import { csvOf, reviews } from "./testing/reviews.ts";

let service: RunningService;
beforeAll(async () => {
  service = await RunningService.start();
});
afterAll(() => service?.stop());

const pathOf = (id: string) => `/api/v1/niches/${id}/themes/overrides`;
const listed = async (id: string) =>
  (await service.json(z.object({ items: z.array(listedOverrideSchema) }), service.request("GET", pathOf(id)))).items;
const change = (id: string, override: Override, key: string) =>
  service.json(listedOverrideSchema, service.request("POST", pathOf(id), override, { "idempotency-key": key }));
const themesOf = async (id: string) =>
  (await service.json(z.object({ items: z.array(themeSchema) }), service.request("GET", `/api/v1/niches/${id}/themes`))).items;
const problemOf = async (answer: Promise<Response>) => problemSchema.parse(await (await answer).json());
/** The niche once all of its changes show. */
async function settled(id: string): Promise<NicheDetail> {
  await expect.poll(async () => (await service.niche(id)).work.status, { timeout: 30_000 }).toBe("succeeded");
  return service.niche(id);
}
const statusesOf = (overrides: ListedOverride[]) => overrides.map(({ id, status }) => [id, status]);

describe("changes of the themes", () => {
  it("show at once, outlive crashes and later analyses, are counted in the list, and can be taken back", async () => {
    const niche = await service.create("Accessories");
    await service.import(niche.id, csvOf(reviews.slice(0, 300)));
    await service.analyse(niche.id);
    const { version } = await service.finished(niche.id);
    const found = await themesOf(niche.id);
    const [first, second, third] = found;
    if (!first || !second || !third) throw new Error("too few themes to change");

    const rename: Override = { kind: "rename", themeId: first.id, label: "What people say of it" };
    expect(await change(niche.id, rename, "rename")).toEqual({ id: "override-1", override: rename, status: "pending" });
    expect((await change(niche.id, rename, "rename")).id).toBe("override-1");
    await change(niche.id, { kind: "merge", into: first.id, from: [second.id] }, "merge");
    await service.crash(niche.id);
    await change(niche.id, { kind: "move", evidenceIds: third.evidenceIds.slice(0, 2), to: null }, "move");
    const changed = await settled(niche.id);
    expect(statusesOf(await listed(niche.id))).toEqual([1, 2, 3].map((n) => [`override-${n}`, "applied"]));
    const merged = changed.themes.find(({ id }) => id === first.id);
    expect(merged).toMatchObject({ label: "What people say of it", size: first.size + second.size });
    expect(changed.themes.find(({ id }) => id === third.id)?.size).toBe(third.size - 2);
    expect(changed.themes).toHaveLength(found.length - 1);
    expect(changed.finding).toMatchObject({ overrides: { applied: 3, dormant: [] } });

    const report = await service.request("GET", `/api/v1/niches/${niche.id}/report`);
    expect(report.headers.get("content-type")).toMatch(/^text\/markdown/);
    const document = await report.text();
    expect(document).toContain("### What people say of it");
    expect(document).toMatch(/^\[\^\d+\]: reviews\.csv, row \d+; .*`evd_[0-9a-f]{32}`$/m);
    const again = await (await service.request("GET", `/api/v1/niches/${niche.id}/report?format=pdf`)).text();
    expect(await (await service.request("GET", `/api/v1/niches/${niche.id}/report?format=pdf`)).text()).toBe(again);
    expect(again).toMatch(/^%PDF-1\.7\n[^]*%%EOF\n$/);
    const figures = await (await service.request("GET", `/api/v1/niches/${niche.id}/report?format=figures`)).text();
    expect(figures.split("\r\n")[0]).toMatch(/^about,id,label,figure,value,low,high,level,count,n,/);
    const table = await (await service.request("GET", `/api/v1/niches/${niche.id}/report?format=csv`)).text();
    expect(table.trim().split("\r\n")).toHaveLength(changed.themes.length + 1);

    // Five more in a hundred: the analysis finds the two themes again, and the changes apply to what it finds.
    await service.import(niche.id, csvOf(reviews.slice(300, 315)));
    await service.analyse(niche.id);
    await service.finished(niche.id, changed.version);
    const later = await settled(niche.id);
    expect(later.finding?.texts).toBeGreaterThan(changed.finding?.texts ?? 0);
    expect(later.themes.find(({ id }) => id === first.id)?.label).toBe("What people say of it");
    expect(statusesOf(await listed(niche.id))).toEqual([1, 2, 3].map((n) => [`override-${n}`, "applied"]));

    const fork = await service.json(nicheDetailSchema, service.request("POST", `/api/v1/niches/${niche.id}/fork`, { version }));
    expect(await themesOf(fork.id)).toEqual(found);
    for (const { id } of await listed(niche.id)) {
      const answer = await service.request("DELETE", `${pathOf(niche.id)}/${id}`, undefined, { "idempotency-key": `back ${id}` });
      expect(answer.status).toBe(202);
    }
    await settled(niche.id);
    expect(await listed(niche.id)).toEqual([]);
    expect((await themesOf(niche.id)).map(({ id }) => id)).toContain(second.id);
    expect(await service.verification()).toMatchObject({ mismatchCount: 0 });
  });

  it("decide which texts count as one, in this analysis and in later ones, and take along the share that may stay outside", async () => {
    // Word for word in another order: for the model the same, by their word triples not.
    const [first = ""] = reviews;
    const turned = first
      .replaceAll(/[^A-Za-z ]/g, "")
      .split(" ")
      .toReversed()
      .join(" ");
    const niche = await service.create("Alike");
    await service.import(niche.id, csvOf([...reviews.slice(0, 200), turned]));
    const path = `/api/v1/niches/${niche.id}/analyses`;
    const started = service.request("POST", path, { seed: 1, outlierShare: 0.01 }, { "idempotency-key": "share" });
    await service.json(nicheDetailSchema, started);
    const { finding, version } = await service.finished(niche.id);
    expect(finding?.outlierShare).toMatchObject({ asked: 0.01 });
    expect(finding?.outlierShare?.found).toBeLessThanOrEqual(0.01);
    const [pair] = finding?.alike?.pairs ?? [];
    expect(pair?.similarity).toBeCloseTo(1, 5);
    const evidenceIds = pair?.evidenceIds ?? [];

    await change(niche.id, { kind: "same", evidenceIds }, "same");
    const accepted = await settled(niche.id);
    expect(accepted.finding).toMatchObject({
      copies: { same: 1 },
      outlierShare: { asked: 0.01 },
      alike: { pairs: [{ decision: "same" }] },
    });
    await service.crash(niche.id);
    await service.import(niche.id, csvOf(reviews.slice(200, 210)));
    await service.analyse(niche.id);
    await service.finished(niche.id, accepted.version);
    const later = await settled(niche.id);
    expect(later.finding).toMatchObject({ copies: { same: 1 }, outlierShare: { asked: 0.05 } });
    expect(later.finding?.alike?.pairs.map((one) => one.evidenceIds)).not.toContainEqual(evidenceIds);
    // A fork of the moment before goes on with the share that was asked for.
    const fork = await service.json(nicheDetailSchema, service.request("POST", `/api/v1/niches/${niche.id}/fork`, { version }));
    expect(fork.finding).toEqual(finding);
    const twice = { kind: "same", evidenceIds: [evidenceIds[0], evidenceIds[0]] };
    expect(await problemOf(service.request("POST", pathOf(niche.id), twice))).toMatchObject({ code: "invalid_input" });
    const tooMuch = await problemOf(service.request("POST", path, { outlierShare: 1.1 }));
    expect(tooMuch).toMatchObject({ code: "invalid_input" });
  });

  it("are refused where there is nothing to change", async () => {
    const niche = await service.create("Empty");
    const rename = { kind: "rename", themeId: "thm_0123456789abcdef", label: "x" };
    expect(await problemOf(service.request("POST", pathOf(niche.id), rename))).toMatchObject({ code: "conflict" });
    expect(await problemOf(service.request("POST", pathOf(niche.id), { kind: "rename" }))).toMatchObject({ code: "invalid_input" });
    const move = { kind: "move", evidenceIds: ["evd_nowhere"], to: null };
    expect(await problemOf(service.request("POST", pathOf(niche.id), move))).toMatchObject({ code: "not_found" });
    expect(await problemOf(service.request("DELETE", `${pathOf(niche.id)}/override-1`))).toMatchObject({ code: "not_found" });
  });
});
