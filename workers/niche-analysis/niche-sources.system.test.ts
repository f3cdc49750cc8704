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
  service = await RunningService.startReachingOut({
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

describe("a search of a Stack Exchange site", () => {
  it("takes as many pages as one fetch may, goes on in the next, and obeys backoff", async () => {
    const niche = await service.create("Earbuds");
    doubles.posts = posts(730);
    doubles.stackExchange = { quota_remaining: 290, backoff: 1 };
    await add(niche.id, { kind: "stack-exchange", query: "earbuds", site: "superuser", intervalMinutes: 15 });
    const first = await rested(niche.id);
    expect(first).toMatchObject({ more: true, counts: { read: 500, kept: 500 } });
    expect(doubles.requests.map(({ search }) => search.get("page"))).toEqual(["1", "2", "3", "4", "5"]);
    expect(doubles.smallestPause()).toBeGreaterThanOrEqual(995);
    expect(doubles.mostAtOnce).toBe(1);

    doubles.stackExchange = { quota_remaining: 290 };
    await act(niche.id, "source-1", "fetches");
    const second = await rested(niche.id);
    expect(second).toMatchObject({ more: false, counts: { read: 730, kept: 730, droppedBy: {} } });
    expect(doubles.requests.slice(5).map(({ search }) => search.get("page"))).toEqual(["6", "7", "8"]);
    expect((await textsOf(niche.id))[0]).toMatchObject({ source: "Stack Exchange (superuser): earbuds" });

    // Nothing new: one question, which asks for what came after the newest.
    await act(niche.id, "source-1", "fetches");
    expect(await rested(niche.id)).toMatchObject({ counts: { read: 730, kept: 730 } });
    expect(doubles.requests.at(-1)?.search.get("fromdate")).toBe(String((doubles.posts.at(-1)?.at ?? 0) + 1));
  });
});

describe("a search of GitHub", () => {
  it("follows its pages, waits as long as it is told to, asks conditionally, and shows its token to nobody else", async () => {
    const niche = await service.create("Earbuds");
    doubles.posts = posts(120);
    doubles.answerNext({ status: 403, headers: { "retry-after": "1" }, body: '{"message":"You have exceeded a secondary rate limit"}' });
    await add(niche.id, { kind: "github-issues", query: "repo:acme/earbuds", token: "github-search" });
    expect(await rested(niche.id)).toMatchObject({ counts: { read: 120, kept: 120 }, failures: 0 });
    expect(doubles.requests.map(({ status, search }) => [status, search.get("page")])).toEqual([
      [403, "1"],
      [200, "1"],
      [200, "2"],
    ]);
    expect(doubles.smallestPause()).toBeGreaterThanOrEqual(spacingMs - 5);
    expect((doubles.requests[1]?.from ?? 0) - (doubles.requests[0]?.to ?? 0)).toBeGreaterThanOrEqual(995);
    expect(doubles.requests[0]?.headers["authorization"]).toBe("Bearer ghp_secret");
    expect(JSON.stringify([await listed(niche.id), await service.events(niche.id)])).not.toContain("ghp_secret");

    for (let i = 0; i < 2; i++) {
      await act(niche.id, "source-1", "fetches");
      await rested(niche.id);
    }
    expect(doubles.requests.slice(3).map(({ status }) => status)).toEqual([200, 304]);
    doubles.posts.push(post(900, 10));
    await act(niche.id, "source-1", "fetches");
    expect(await rested(niche.id)).toMatchObject({ counts: { read: 121, kept: 121 } });
  });

  it("is refused a token that the organisation does not have", async () => {
    const niche = await service.create("Earbuds");
    for (const token of ["theirs", "constructor", "nothing"]) {
      const refused = await problemOf(service.request("POST", pathOf(niche.id), { kind: "github-issues", query: "x", token }));
      expect(refused).toMatchObject({ code: "invalid_input", detail: expect.stringContaining(token) });
    }
    expect(await listed(niche.id)).toEqual([]);
  });
});

const item = (id: number, text = `Pair ${id} hurts my ears after an hour`) =>
  `<item><title>Report ${id}</title><guid>${id}</guid><author>a${id}@x.com</author><description>${text}</description></item>`;
const rss = (...items: string[]) =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>Forum</title>${items.join("")}</channel></rss>`;

describe("a feed", () => {
  it("brings its entries, then only new ones, and is not read when it has not changed", async () => {
    const niche = await service.create("Earbuds");
    doubles.feed = rss(item(1), item(2));
    await add(niche.id, { kind: "feed", url: `${doubles.url}/feed.xml` });
    expect(await rested(niche.id)).toMatchObject({ counts: { read: 2, kept: 2 } });
    await act(niche.id, "source-1", "fetches");
    expect(await rested(niche.id)).toMatchObject({ counts: { read: 2, kept: 2 } });
    expect(doubles.requests.map(({ status }) => status)).toEqual([200, 304]);

    // One is new, one was written anew under its own id: that is no second text.
    doubles.feed = rss(item(1), item(2, "Pair 2 hurts my ears, and I have changed my words"), item(3));
    await act(niche.id, "source-1", "fetches");
    expect(await rested(niche.id)).toMatchObject({ counts: { read: 5, kept: 3, droppedBy: { duplicate: 2 } } });
    expect(await textsOf(niche.id)).toHaveLength(3);
    expect((await service.niche(niche.id)).imports.at(-1)).toMatchObject({
      recognised: "feed",
      read: 3,
      kept: 1,
      droppedBy: { duplicate: 2 },
    });
    expect(await service.verification()).toMatchObject({ mismatchCount: 0 });
  });

  it("says in words what is wrong, and keeps what it has", async () => {
    const niche = await service.create("Earbuds");
    const big = "x".repeat(5 * 1024 * 1024);
    const bomb = rss(item(1, "&a;")).replace("<rss", '<!DOCTYPE rss [<!ENTITY a "lol">]><rss');
    const answers: [Parameters<typeof doubles.answerNext>[0], object, string][] = [
      [{ status: 404 }, { code: "not_found" }, "404"],
      [{ status: 401 }, { code: "forbidden" }, "401"],
      [{ body: "<html><body>Welcome</body></html>" }, { code: "unsupported_media" }, "web page"],
      [{ body: bomb }, { code: "unsupported_media" }, "not expanded"],
      [{ body: rss(item(1, big)) }, { code: "too_large" }, "4 MiB"],
      [{ status: 302, headers: { location: "http://169.254.169.254/latest/meta-data" } }, { code: "invalid_input" }, "leads to an address"],
      [{ status: 301, headers: { location: "https://10.0.0.1/feed" } }, { code: "invalid_input" }, "IP address"],
      [{ status: 307, headers: { location: "https://metadata.google.internal/feed" } }, { code: "invalid_input" }, "public internet"],
    ];
    doubles.feed = rss(item(1));
    await add(niche.id, { kind: "feed", url: `${doubles.url}/feed.xml`, intervalMinutes: 15 });
    await rested(niche.id);
    for (const [failures, [answer, error, words]] of answers.entries()) {
      doubles.answerNext(answer);
      await act(niche.id, "source-1", "fetches");
      const source = await rested(niche.id);
      expect(source).toMatchObject({ failures: failures + 1, lastError: error, status: "active", counts: { read: 1, kept: 1 } });
      expect(source.lastError?.detail).toContain(words);
      expect(source.lastError?.remedy).not.toBe("");
    }
    doubles.answerNext({ status: 302, headers: { location: "/feed.xml?moved" } });
    doubles.feed = rss(item(1), item(2));
    await act(niche.id, "source-1", "fetches");
    const well = await rested(niche.id);
    expect(well).toMatchObject({ failures: 0, counts: { kept: 2 } });
    expect(well).not.toHaveProperty("lastError");
    expect(doubles.smallestPause()).toBeGreaterThanOrEqual(spacingMs - 5);

    doubles.answerNext({ status: 410 });
    await act(niche.id, "source-1", "fetches");
    expect(await rested(niche.id)).toMatchObject({ status: "paused", pausedReason: "gone" });
    expect(await textsOf(niche.id)).toHaveLength(2);
  });

  it("tries again by itself what may pass, and waits out what asks for more patience", async () => {
    const niche = await service.create("Earbuds");
    doubles.feed = rss(item(1));
    doubles.answerNext({ status: 500 }, { status: 429, headers: { "retry-after": "2" } });
    await add(niche.id, { kind: "feed", url: `${doubles.url}/feed.xml` });
    expect(await rested(niche.id)).toMatchObject({ failures: 0, counts: { kept: 1 } });
    expect(doubles.requests.map(({ status }) => status)).toEqual([500, 429, 200]);
    expect((doubles.requests[2]?.from ?? 0) - (doubles.requests[1]?.to ?? 0)).toBeGreaterThanOrEqual(1_995);
  });

  it("of a host that wants to be left alone for long cannot be made to ask before that", async () => {
    const niche = await service.create("Earbuds");
    const strict = await SourceDoubles.start();
    try {
      strict.answerNext({ status: 429, headers: { "retry-after": "7200" } });
      await add(niche.id, { kind: "feed", url: `${strict.url}/feed.xml` });
      const source = await rested(niche.id);
      expect(source).toMatchObject({ failures: 1, lastError: { code: "rate_limited" } });
      expect(Date.parse(source.nextFetchAt ?? "") - Date.now()).toBeGreaterThan(7_100_000);
      await act(niche.id, "source-1", "fetches");
      await service.crashHost(new URL(strict.url).host);
      // Nor by another niche.
      const other = await service.create("Headphones");
      await add(other.id, { kind: "feed", url: `${strict.url}/feed.xml` });
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      expect(strict.requests).toHaveLength(1);
    } finally {
      await strict.stop();
    }
  });

  it("never leads into a private network", async () => {
    const niche = await service.create("Earbuds");
    const urls = [
      "http://example.com/feed",
      "https://192.168.0.1/feed",
      "https://[fd00::1]:9/feed",
      "https://0x0a000001/",
      "https://router.lan/",
      "file:///etc/passwd",
      "no address",
    ];
    for (const url of urls)
      expect(await problemOf(service.request("POST", pathOf(niche.id), { kind: "feed", url }))).toMatchObject({ code: "invalid_input" });
    expect(await listed(niche.id)).toEqual([]);
  });
});

describe("of a fetch that does not come to its end", () => {
  const names = /Wilhelmina|@x\d+\.com/;
  const broken = { status: 500 };

  /** A source whose first page has come, and whose others come as they are told to. */
  async function half(name: string, ...others: Parameters<SourceDoubles["answerNext"]>) {
    const niche = await service.create(name);
    doubles.posts = posts(150).map((one) => ({ ...one, author: `Wilhelmina ${one.id}` }));
    await add(niche.id, { kind: "hacker-news", query: name, intervalMinutes: 15 });
    await expect.poll(() => doubles.requests.length, { interval: 5 }).toBe(1);
    doubles.answerNext(...others);
    await expect.poll(() => service.unfinishedRows(niche.id), { interval: 20 }).toBe(1);
    return niche.id;
  }

  it.each([
    ["paused", "POST", "source-1/pause"],
    ["removed", "DELETE", "source-1"],
  ])("nothing is stored that names anybody, and what was taken goes when its source is %s", async (name, method, below) => {
    const id = await half(name, broken, broken, broken);
    expect(await service.everything(id)).toMatch(/\[email\]/);
    expect(await service.everything(id)).not.toMatch(names);
    await service.request(method, `${pathOf(id)}/${below}`);
    expect(await service.unfinishedRows(id)).toBe(0);
  });

  it("what was taken goes when it fails for good", async () => {
    const id = await half("refused", { status: 404 });
    expect(await rested(id)).toMatchObject({ failures: 1, lastError: { code: "not_found" } });
    expect(await service.unfinishedRows(id)).toBe(0);
    expect(await service.everything(id)).not.toMatch(names);
  });
});

describe("sources of several niches", () => {
  it("ask a host together no oftener than one of them, none of them last, also when the queue crashes", async () => {
    const names = ["One", "Two", "Three"];
    doubles.posts = posts(400);
    const niches = await Promise.all(names.map((name) => service.create(name)));
    for (const [i, { id }] of niches.entries()) await add(id, { kind: "hacker-news", query: `earbuds ${names[i]}`, intervalMinutes: 15 });
    for (let i = 0; i < 5; i++) {
      await new Promise((resolve) => setTimeout(resolve, 250 + i * 37));
      await service.crashHost(new URL(doubles.url).host);
    }
    for (const { id } of niches) expect(await rested(id)).toMatchObject({ failures: 0, counts: { read: 400, kept: 400 } });
    expect(doubles.mostAtOnce).toBe(1);
    expect(doubles.smallestPause()).toBeGreaterThanOrEqual(spacingMs - 5);
    expect(new Set(doubles.requests.slice(0, 4).map(({ search }) => search.get("query"))).size).toBe(3);
    expect(doubles.requests.length).toBeLessThanOrEqual(12 + 5);
  });
});

describe("sources of a niche", () => {
  it("ask a host one after the other, and lose and double nothing in crashes", async () => {
    const niche = await service.create("Earbuds");
    doubles.posts = posts(430);
    doubles.feed = rss(...Array.from({ length: 40 }, (_, i) => item(i)));
    doubles.delayMs = 120;
    await add(niche.id, { kind: "hacker-news", query: "earbuds", intervalMinutes: 15 });
    await add(niche.id, { kind: "feed", url: `${doubles.url}/feed.xml` });
    // Again and again: before, within and after requests, and while the pages become evidence.
    for (let i = 0; i < 14; i++) {
      await new Promise((resolve) => setTimeout(resolve, 60 + i * 37));
      await service.crash(niche.id);
    }
    await rested(niche.id, "source-1");
    await rested(niche.id, "source-2");
    doubles.delayMs = 20;
    expect((await listed(niche.id)).map(({ counts }) => counts)).toEqual([
      { read: 430, kept: 430, droppedBy: {} },
      { read: 40, kept: 40, droppedBy: {} },
    ]);
    const { evidenceCount, imports } = await service.niche(niche.id);
    expect(evidenceCount).toBe(470);
    expect(imports).toHaveLength(2);
    // One of 6 requests is begun again for each crash at most, and no page that has come is asked for again.
    expect(doubles.requests.length).toBeLessThanOrEqual(6 + 14);
    expect(await service.unfinishedRows(niche.id)).toBe(0);
    await expect.poll(async () => (await service.events(niche.id)).filter(({ type }) => type === "fetch.finished").length).toBe(2);
    expect(await service.verification()).toMatchObject({ mismatchCount: 0 });
  });

  it("can be paused, resumed and removed, by those who may; a fork does not fetch until somebody says so", async () => {
    const niche = await service.create("Earbuds");
    doubles.delayMs = 500;
    await add(niche.id, { kind: "hacker-news", query: "earbuds" });
    expect(await act(niche.id, "source-1", "pause")).toMatchObject({ status: "paused", pausedReason: "asked", fetching: false });
    expect(await problemOf(service.request("POST", `${pathOf(niche.id)}/source-1/fetches`))).toMatchObject({ code: "conflict" });
    doubles.delayMs = 20;
    doubles.posts = posts(5);
    await act(niche.id, "source-1", "resume");
    await expect.poll(async () => (await listed(niche.id))[0]?.counts.kept, { timeout: 20_000 }).toBe(5);
    const { version } = await service.niche(niche.id);

    const forked = z.object({ id: z.string() });
    const fork = await service.json(forked, service.request("POST", `/api/v1/niches/${niche.id}/fork`, { version }));
    expect(await listed(fork.id)).toMatchObject([{ status: "paused", pausedReason: "forked", counts: { kept: 5 } }]);

    expect(await problemOf(service.request("POST", `${pathOf(niche.id)}?role=viewer`, { kind: "hacker-news", query: "x" }))).toMatchObject({
      code: "forbidden",
    });
    expect((await service.request("GET", `${pathOf(niche.id)}?role=viewer`)).status).toBe(200);
    for (const [method, path] of [
      ["GET", ""],
      ["POST", "/source-1/pause"],
      ["DELETE", "/source-1"],
    ] as const)
      expect(await problemOf(service.request(method, `${pathOf(niche.id)}${path}?organisation=2`))).toMatchObject({ code: "not_found" });
    expect(
      await problemOf(service.request("POST", pathOf(niche.id), { kind: "hacker-news", query: "x", intervalMinutes: 5 })),
    ).toMatchObject({
      code: "invalid_input",
    });
    expect(await problemOf(service.request("POST", pathOf(niche.id), { kind: "gopher" }))).toMatchObject({ code: "invalid_input" });
    expect(await problemOf(service.request("POST", pathOf(niche.id), { kind: "hacker-news", query: "earbuds" }))).toMatchObject({
      code: "conflict",
    });

    const removed = await service.request("DELETE", `${pathOf(niche.id)}/source-1`, undefined, { "idempotency-key": "away" });
    expect(removed.status).toBe(202);
    expect(await listed(niche.id)).toEqual([]);
    expect(await textsOf(niche.id)).toHaveLength(5);
    expect(await problemOf(service.request("POST", `${pathOf(niche.id)}/source-1/resume`))).toMatchObject({ code: "not_found" });
  });
});
