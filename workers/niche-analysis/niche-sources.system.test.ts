import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { evidenceSchema, nicheSourceSchema, type NicheSource } from "../../contracts/services/niche-analysis.ts";
import { problemSchema } from "../kit/problem.ts";
import { RunningService } from "./testing/harness.ts";
import { SourceDoubles, type Post } from "./testing/source-doubles.ts";

const spacingMs = 250;
let doubles: SourceDoubles;
let service: RunningService;
beforeAll(async () => {
  doubles = await SourceDoubles.start();
  service = await RunningService.start({
    ...doubles.vars(spacingMs),
    SOURCE_TOKENS: JSON.stringify({ org_00000000000000000000000001: { "github-search": "ghp_secret" }, org_2: { theirs: "x" } }),
  });
});
afterAll(async () => {
  await service?.stop();
  await doubles?.stop();
});
beforeEach(() => {
  doubles.forget();
  doubles.posts = [];
});

const pathOf = (niche: string) => `/api/v1/niches/${niche}/sources`;
const listed = async (niche: string) =>
  (await service.json(z.object({ items: z.array(nicheSourceSchema) }), service.request("GET", pathOf(niche)))).items;
const add = (niche: string, settings: object) => service.json(nicheSourceSchema, service.request("POST", pathOf(niche), settings));
const act = (niche: string, id: string, below: string) =>
  service.json(nicheSourceSchema, service.request("POST", `${pathOf(niche)}/${id}/${below}`));
const problemOf = async (answer: Promise<Response>) => problemSchema.parse(await (await answer).json());
/** The source once its fetch has ended. */
async function rested(niche: string, id = "source-1"): Promise<NicheSource> {
  let found: NicheSource | undefined;
  await expect
    .poll(
      async () => {
        found = (await listed(niche)).find((source) => source.id === id);
        return found?.fetching;
      },
      { timeout: 60_000, interval: 100 },
    )
    .toBe(false);
  if (!found) throw new Error("the source is gone");
  return found;
}
const now = Math.floor(Date.now() / 1000);
const post = (id: number, ageSeconds: number): Post => ({
  id,
  at: now - ageSeconds,
  text: `The battery of pair ${id} dies after an hour, mail me@x${id}.com`,
});
const posts = (count: number, from = 1) => Array.from({ length: count }, (_, i) => post(from + i, 50_000 - (from + i) * 10));
const textsOf = async (niche: string) =>
  (await service.json(z.object({ items: z.array(evidenceSchema) }), service.request("GET", `/api/v1/niches/${niche}/evidence?limit=200`)))
    .items;

describe("a search of Hacker News", () => {
  it("brings what was written, masked, goes on where it ended, and fetches nothing twice", async () => {
    const niche = await service.create("Earbuds");
    doubles.posts = posts(150);
    const added = await add(niche.id, { kind: "hacker-news", query: "earbuds", intervalMinutes: 15 });
    expect(added).toMatchObject({ id: "source-1", status: "active", fetching: true, counts: { read: 0 } });
    expect(await rested(niche.id)).toMatchObject({ more: false, failures: 0, counts: { read: 150, kept: 150, droppedBy: {} } });
    const texts = await textsOf(niche.id);
    expect(texts).toHaveLength(150);
    expect(texts[0]).toMatchObject({ source: "Hacker News: earbuds", text: expect.stringContaining("mail [email]") });
    expect((await service.niche(niche.id)).imports).toMatchObject([{ recognised: "hacker-news-search", kept: 150, masked: 150 }]);

    expect(doubles.requests.map(({ search }) => search.get("page"))).toEqual(["0", "1"]);
    expect(doubles.requests[0]?.headers["user-agent"]).toBe("pAIssive-sources/0.1.0");
    expect(doubles.mostAtOnce).toBe(1);
    expect(doubles.smallestPause()).toBeGreaterThanOrEqual(spacingMs - 5);

    doubles.forget();
    doubles.posts.push(post(500, 120));
    await act(niche.id, "source-1", "fetches");
    expect(await rested(niche.id)).toMatchObject({ counts: { read: 150, kept: 150 } });
    expect(doubles.requests).toHaveLength(1);
    expect(await service.verification()).toMatchObject({ mismatchCount: 0 });
  });
});
