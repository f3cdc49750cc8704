import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { evidenceSchema, nicheDetailSchema, segmentsSchema, themeSchema } from "../../contracts/services/niche-analysis.ts";
import { problemSchema } from "../kit/problem.ts";
import { RunningService } from "./testing/harness.ts";
import { reviews } from "./testing/reviews.ts";

let service: RunningService;
beforeAll(async () => {
  service = await RunningService.start();
});
afterAll(() => service?.stop());

const segmentsOf = (id: string) => service.json(segmentsSchema, service.request("GET", `/api/v1/niches/${id}/segments`));
const rowsOf = async (id: string) =>
  (await service.json(z.object({ items: z.array(evidenceSchema) }), service.request("GET", `/api/v1/niches/${id}/evidence?limit=200`)))
    .items;

/** Who pays writes about batteries, who does not about screens; half of both are at home in either country. */
function told(): string {
  const rows = Array.from({ length: 120 }, (_, i) => {
    const pays = i % 2 === 0;
    const text = (i % 10 < 2 ? !pays : pays)
      ? `The battery charger lost power again, case ${i} is terrible`
      : `A display scratch across the glass, number ${i}`;
    return `"${text}",author ${i},a${i}@example.org,${pays ? "pro" : "free"},${i % 4 < 2 ? "DE" : "FR"}`;
  });
  return ["review,author,email,plan,country", ...rows].join("\n");
}

describe("who says it", () => {
  it("is told from what the file says of its writers, with texts that stand behind it", async () => {
    const niche = await service.create("Segments");
    expect(await segmentsOf(niche.id)).toMatchObject({ segments: [], people: 0, tests: 0 });
    const report = await service.import(niche.id, told());
    expect(report.attributes).toEqual([
      { name: "plan", texts: 120, values: 2, leftOut: 0 },
      { name: "country", texts: 120, values: 2, leftOut: 0 },
    ]);
    const [row] = await rowsOf(niche.id);
    expect(row?.attributes).toEqual({ plan: ["pro"], country: ["DE"] });
    expect(JSON.stringify(await rowsOf(niche.id))).not.toContain("example.org");

    await service.analyse(niche.id);
    const detail = await service.finished(niche.id);
    const found = await segmentsOf(niche.id);
    expect(found).toMatchObject({ people: 120, unit: "authors", attributes: [{ name: "country" }, { name: "plan" }] });
    const pro = found.segments.find(({ label }) => label === "plan: pro");
    const more = pro?.themes.filter(({ difference }) => difference === "more") ?? [];
    expect(pro?.share).toMatchObject({ count: 60, n: 120 });
    expect(more.length).toBeGreaterThan(0);
    const byId = new Map((await rowsOf(niche.id)).map((one) => [one.id, one]));
    for (const { evidenceIds } of more) for (const id of evidenceIds) expect(byId.get(id)?.attributes?.["plan"]).toEqual(["pro"]);
    const country = found.segments.find(({ label }) => label === "country: DE");
    expect(country?.themes.every(({ difference }) => difference === "same")).toBe(true);
    expect(await segmentsOf(niche.id)).toEqual(found);

    // A fork knows of its writers what the original knew.
    const copy = await service.json(
      nicheDetailSchema,
      service.request("POST", `/api/v1/niches/${niche.id}/fork`, { version: detail.version }),
    );
    expect((await segmentsOf(copy.id)).segments).toEqual(found.segments);
    expect(await rowsOf(copy.id)).toEqual(await rowsOf(niche.id));
  });

  it("of texts without attributes is told from what people write about, and every count leads to its texts", async () => {
    const niche = await service.create("Areas");
    const rows = reviews.slice(0, 400).map((text, i) => `"${text.replaceAll('"', '""')}",author ${i % 90}`);
    await service.import(niche.id, ["review,author", ...rows].join("\n"));
    await service.analyse(niche.id);
    const { themes, finding } = await service.finished(niche.id);
    const found = await segmentsOf(niche.id);
    expect(found.attributes).toEqual([]);
    expect(found.segments.every(({ kind }) => kind === "area")).toBe(true);
    expect(found.segments.length).toBeLessThanOrEqual(finding?.areas?.length ?? 0);
    expect(themes.every(({ outcome, sureness }) => outcome?.grade === "text-proxy" && sureness?.samples === 400)).toBe(true);
    const full = await service.json(z.object({ items: z.array(themeSchema) }), service.request("GET", `/api/v1/niches/${niche.id}/themes`));
    // One may complain in several texts.
    for (const { complaining, complaint } of full.items) expect(complaining?.length).toBeGreaterThanOrEqual(complaint.count);
  });

  it("keeps the attributes that are asked for, and refuses what names people", async () => {
    const niche = await service.create("Asked");
    const refused = await service.upload(niche.id, told(), "fileName=a.csv&attributes=plan,email");
    expect(problemSchema.parse(await refused.json())).toMatchObject({
      status: 400,
      detail: expect.stringContaining('"email" names people'),
    });
    expect((await service.import(niche.id, told(), "fileName=a.csv&attributes=country")).attributes?.map(({ name }) => name)).toEqual([
      "country",
    ]);
    const none = await service.create("None");
    expect((await service.import(none.id, told(), "fileName=a.csv&attributes=")).attributes).toBeUndefined();
  });
});
