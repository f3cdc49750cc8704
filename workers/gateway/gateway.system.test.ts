import type { D1Database } from "@cloudflare/workers-types";
import { createTestHarness, type TestHarness } from "wrangler";
import { WebSocket } from "undici";
import { afterAll, beforeAll, expect, test } from "vitest";
import { decodeJwt } from "jose";
import { run } from "../../clients/cli/program.ts";
import { inwardVariables, newInwardKey } from "../../tools/system/secrets.ts";
import manifest from "../../package.json" with { type: "json" };
import { feedCloseCodes } from "../../contracts/actor.ts";
import { principalClaim } from "../../contracts/inward.ts";
import type { CreatedApiKey } from "../../contracts/services/auth.ts";
import { serviceNames } from "../../contracts/services/common.ts";
import { doorBindings, limitsSchema } from "../../contracts/services/gateway.ts";

const inward = inwardVariables(newInwardKey());
let harness: TestHarness;
let origin: string;
let cookie: string;
let apiKey: string;

beforeAll(async () => {
  harness = createTestHarness({
    root: import.meta.dirname,
    workers: [{ configPath: "testing/wrangler.toml", vars: { ...inward, BUILD_ID: "5e1f0ab" } }],
  });
  origin = (await harness.listen()).url.origin;
  await harness.getWorker().applyD1Migrations("AUTH_DB");
  const signedUp = await post("/api/v1/auth/sign-up", {
    email: "ada@example.com",
    password: "correct horse battery",
    name: "Ada",
    organisationName: "Looms",
  });
  cookie = signedUp.headers.get("set-cookie")?.split(";")[0] ?? "";
  const made = await post("/api/v1/api-keys", { name: "program", scopes: ["niches:read"] }, { cookie, origin });
  apiKey = ((await made.json()) as CreatedApiKey).key;
});
afterAll(() => harness.close());

const get = (path: string, headers: Record<string, string> = {}) => harness.fetch(path, { headers });

function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  return harness.fetch(path, { method: "POST", headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) });
}

interface Databases {
  AUTH_DB: D1Database;
}

/** All rows of a table, put into the same table of another database. */
async function copied(table: string, from: D1Database, into: D1Database): Promise<void> {
  const { results } = await from.prepare(`SELECT * FROM ${table}`).all();
  for (const row of results) {
    const names = Object.keys(row);
    const places = names.map(() => "?").join(", ");
    await into
      .prepare(`INSERT INTO ${table} (${names.join(", ")}) VALUES (${places})`)
      .bind(...Object.values(row))
      .run();
  }
}

/** A key of an organisation that nobody knows. */
async function freshOrganisation(system: TestHarness, at: string): Promise<string> {
  const send = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    system.fetch(path, { method: "POST", headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) });
  const person = { email: "eve@example.com", password: "correct horse battery", name: "Eve", organisationName: "Strangers" };
  const session = (await send("/api/v1/auth/sign-up", person)).headers.get("set-cookie")?.split(";")[0] ?? "";
  const made = await send("/api/v1/api-keys", { name: "program", scopes: ["niches:read"] }, { cookie: session, origin: at });
  return ((await made.json()) as CreatedApiKey).key;
}

/** What a stand-in service saw. */
interface Seen {
  method: string;
  path: string;
  headers: Record<string, string>;
  bytes: number;
}

const seen = async (answer: Awaited<ReturnType<typeof get>>) => (await answer.json()) as Seen;
/** What the gateway vouches for; the real auth service, which is asked by the way, believes nothing else. */
function principalIn({ headers }: Seen): unknown {
  const token = headers["x-paissive-principal"];
  return token === undefined ? null : decodeJwt(token)[principalClaim];
}

test("a session becomes a principal, and what the caller claims to be is dropped", async () => {
  const arrived = await seen(
    await get("/api/v1/niches/nch_1?x=1", { cookie, "x-paissive-principal": '{"kind":"service"}', "x-paissive-role": "owner" }),
  );
  expect(arrived).toMatchObject({ method: "GET", path: "/api/v1/niches/nch_1" });
  expect(principalIn(arrived)).toMatchObject({ kind: "user", role: "owner" });
  expect(Object.keys(arrived.headers)).not.toContain("x-paissive-role");
  expect(Object.keys(arrived.headers)).not.toContain("cookie");
});

test("a key in either header becomes a principal, and does not travel on", async () => {
  const ways: Record<string, string>[] = [{ authorization: `Bearer ${apiKey}` }, { "x-api-key": apiKey }];
  for (const header of ways) {
    const arrived = await seen(await post("/api/v1/niches", {}, header));
    expect(principalIn(arrived)).toMatchObject({ kind: "api-key", scopes: ["niches:read"] });
    expect(JSON.stringify(arrived)).not.toContain(apiKey);
  }
});

test("without a credential, or with a wrong one beside a good cookie, nothing is reached", async () => {
  const wrong: Record<string, string>[] = [{}, { authorization: "Bearer nonsense", cookie }, { cookie: "__Host-paissive=made-up" }];
  for (const headers of wrong) {
    const answer = await get("/api/v1/niches", headers);
    expect(answer.status).toBe(401);
    expect(answer.headers.get("www-authenticate")).toContain("Bearer");
    expect(await answer.json()).toMatchObject({ code: "unauthenticated", instance: "/api/v1/niches" });
  }
});

test("a page of another site can change nothing, and cannot even sign somebody in", async () => {
  expect((await post("/api/v1/niches", {}, { cookie, origin: "https://evil.example" })).status).toBe(403);
  expect((await post("/api/v1/niches", {}, { cookie })).status).toBe(403);
  expect((await post("/api/v1/niches", {}, { cookie, origin })).status).toBe(200);
  const elsewhere = await post(
    "/api/v1/auth/sign-in",
    { email: "ada@example.com", password: "correct horse battery" },
    { origin: "https://evil.example" },
  );
  expect(elsewhere.status).toBe(403);
  expect(elsewhere.headers.get("set-cookie")).toBeNull();
});

test("a form is no JSON", async () => {
  const answer = await post("/api/v1/niches", {}, { cookie, origin, "content-type": "text/plain" });
  expect(answer.status).toBe(415);
});

function stream(mebibytes: number): ReadableStream<Uint8Array> {
  let left = mebibytes * 16;
  return new ReadableStream({
    pull(controller) {
      if (left-- > 0) controller.enqueue(new Uint8Array(65_536));
      else controller.close();
    },
  });
}

const upload = (path: string, body: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>, type: string) =>
  harness.fetch(path, { method: "POST", headers: { "x-api-key": apiKey, "content-type": type }, body, duplex: "half" });

test("more than 1 MiB of JSON is too large, whether it says so or not", async () => {
  const stated = await upload("/api/v1/niches", new Uint8Array(1_048_577), "application/json");
  expect(stated.status).toBe(413);
  expect(await stated.json()).toMatchObject({ code: "too_large" });
  const unstated = await upload("/api/v1/niches", stream(2), "application/json");
  expect(unstated.status).toBe(413);
  expect(await seen(await upload("/api/v1/niches", stream(1), "application/json"))).toMatchObject({ bytes: 1_048_576 });
});

test("a file of 20 MiB streams through to the service that imports it", async () => {
  const mebibytes = 20;
  expect(await seen(await upload("/api/v1/niches/nch_1/evidence", stream(mebibytes), "text/csv"))).toMatchObject({
    bytes: mebibytes * 1_048_576,
  });
});

test("a node's signature arrives whole, with no principal in its place", async () => {
  const signature = {
    "x-paissive-key": "nod_1",
    "x-paissive-timestamp": "1700000000000",
    "x-paissive-nonce": "n",
    "x-paissive-signature": "ab",
  };
  const arrived = await seen(await post("/api/v1/nodes/nod_1/heartbeat", {}, { ...signature, "x-paissive-principal": "{}" }));
  expect(arrived.headers).toMatchObject(signature);
  expect(principalIn(arrived)).toBeNull();
  expect((await seen(await post("/api/v1/nodes/join", {}, { authorization: "Bearer once" }))).headers["authorization"]).toBe("Bearer once");
});

/** First message after `hello`, or the code with which the socket closed. */
function talk(path: string, headers: Record<string, string>): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const socket = new WebSocket(new URL(path, origin.replace("http", "ws")), { headers });
  socket.addEventListener("open", () => socket.send("hello"));
  socket.addEventListener("message", ({ data }) => {
    resolve(String(data));
    socket.close();
  });
  socket.addEventListener("error", () => resolve("refused"));
  return promise;
}

test("a feed's socket passes through for its own page and for a key, and for nobody else's page", async () => {
  expect(await talk("/api/v1/runs/run_1/feed", { cookie, origin })).toBe("heard hello");
  expect(await talk("/api/v1/niches/nch_1/feed", { "x-api-key": apiKey })).toBe("heard hello");
  expect(await talk("/api/v1/runs/run_1/feed", { cookie, origin: "https://evil.example" })).toBe("refused");
  expect(await talk("/api/v1/runs/run_1/feed", { cookie })).toBe("refused");
  expect(await talk("/api/v1/runs/run_1/feed", { origin })).toBe("refused");
});

/** A feed that is open: how much later than now its latest message came, and how it ends. */
async function openFeed(path: string, headers: Record<string, string>) {
  const socket = new WebSocket(new URL(path, origin.replace("http", "ws")), { headers });
  const { promise: ended, resolve } = Promise.withResolvers<number>();
  let latest = 0;
  socket.addEventListener("message", ({ data }) => (latest = Number(data)));
  socket.addEventListener("close", ({ code }) => resolve(code));
  await new Promise((opened, failed) => {
    socket.addEventListener("open", opened);
    socket.addEventListener("error", failed);
  });
  return { ended, latest: () => latest };
}

async function freshSession(): Promise<string> {
  const signedIn = await post("/api/v1/auth/sign-in", { email: "ada@example.com", password: "correct horse battery" });
  return signedIn.headers.get("set-cookie")?.split(";")[0] ?? "";
}

async function freshKey(): Promise<CreatedApiKey> {
  const made = await post("/api/v1/api-keys", { name: "follower", scopes: ["niches:read"] }, { cookie, origin });
  return (await made.json()) as CreatedApiKey;
}

const feed = "/api/v1/niches/nch_1/feed";
/** Five seconds, and some for a busy machine. */
const soonMs = 9_000;

test("a session that is signed out sees nothing more, and its sockets end, the silent one too", async () => {
  const [own, other] = [await freshSession(), await freshSession()];
  const [busy, silent, kept] = await Promise.all([
    openFeed(`${feed}?ticking`, { cookie: own, origin }),
    openFeed(feed, { cookie: own, origin }),
    openFeed(`${feed}?ticking`, { cookie: other, origin }),
  ]);
  await expect.poll(busy.latest).toBeGreaterThan(0);
  expect((await post("/api/v1/auth/sign-out", {}, { cookie: own, origin })).status).toBe(204);
  const over = Date.now();
  expect(await busy.ended).toBe(feedCloseCodes.revoked);
  expect(busy.latest() - over).toBeLessThan(soonMs);
  expect(await silent.ended).toBe(feedCloseCodes.revoked);
  await expect.poll(kept.latest).toBeGreaterThan(over + soonMs);
});

test("a key that is revoked reads no stream any further", async () => {
  const { id, key } = await freshKey();
  const answer = await harness.fetch(`${feed}?ticking`, { headers: { "x-api-key": key, accept: "text/event-stream" } });
  const chunks = answer.body?.getReader();
  await chunks?.read();
  const revoked = await harness.fetch(`/api/v1/api-keys/${id}`, { method: "DELETE", headers: { cookie, origin } });
  expect(revoked.status).toBe(200);
  const over = Date.now();
  let latest = over;
  for (let read = await chunks?.read(); read && !read.done; read = await chunks?.read()) latest = Date.now();
  expect(latest - over).toBeLessThan(soonMs);
});

test("a key in use costs the auth database nothing, and is refused within five seconds of its end", async () => {
  const { id, key } = await freshKey();
  const other = await freshKey();
  const db = (await harness.getWorker<{ AUTH_DB: D1Database }>().getEnv()).AUTH_DB;
  const use = async (secret: string) => (await get("/api/v1/niches", { "x-api-key": secret })).status;
  expect(await use(key)).toBe(200);
  // Behind the back of the gateway, which would otherwise know.
  await db.prepare("UPDATE api_keys SET revoked_at = 1 WHERE id = ?").bind(id).run();
  const over = Date.now();
  expect(await use(key)).toBe(200);
  await expect.poll(() => use(key), { timeout: soonMs, interval: 250 }).toBe(401);
  expect(Date.now() - over).toBeLessThan(soonMs);
  expect(await use(other.key)).toBe(200);
  await harness.fetch(`/api/v1/api-keys/${other.id}`, { method: "DELETE", headers: { cookie, origin } });
  expect(await use(other.key)).toBe(401);
});

test("who may do something else now is asked to connect again, and who has left is not", async () => {
  const db = (await harness.getWorker<{ AUTH_DB: D1Database }>().getEnv()).AUTH_DB;
  const session = await freshSession();
  const before = await openFeed(`${feed}?ticking`, { cookie: session, origin });
  await db.prepare("UPDATE members SET role = 'viewer'").run();
  expect(await before.ended).toBe(feedCloseCodes.changed);
  const again = await openFeed(`${feed}?ticking`, { cookie: session, origin });
  await db.batch([db.prepare("CREATE TABLE left AS SELECT * FROM members"), db.prepare("DELETE FROM members")]);
  expect(await again.ended).toBe(feedCloseCodes.revoked);
  await db.prepare("INSERT INTO members SELECT * FROM left").run();
  await db.batch([db.prepare("UPDATE members SET role = 'owner'"), db.prepare("DROP TABLE left")]);
});

test("a key's limit holds under many callers at once, is told on every answer, and is nobody else's", async () => {
  const [{ key }, other] = [await freshKey(), await freshKey()];
  const begun = Date.now();
  const answers: { status: number; headers: Headers; body: string }[] = [];
  const caller = async () => {
    for (let call = 0; call < 6; call++) {
      const answer = await get("/api/v1/niches", { "x-api-key": key });
      answers.push({ status: answer.status, headers: new Headers([...answer.headers]), body: await answer.text() });
    }
  };
  await Promise.all(Array.from({ length: 15 }, caller));
  const admitted = answers.filter(({ status }) => status === 200).length;
  expect(admitted).toBeGreaterThanOrEqual(60);
  expect(admitted).toBeLessThanOrEqual(60 + Math.ceil((Date.now() - begun) / 10_000));
  const refused = answers.find(({ status }) => status === 429);
  expect(refused?.headers.get("ratelimit-policy")).toContain('"key";q=60;w=600, "organisation";q=12000;w=60');
  expect(refused?.headers.get("ratelimit")).toMatch(/"key";r=0;t=\d+/);
  expect(Number(refused?.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
  expect(JSON.parse(refused?.body ?? "")).toMatchObject({ code: "rate_limited", retryable: true });
  expect((await get("/api/v1/niches", { "x-api-key": other.key })).status).toBe(200);
});

test("who tries passwords from one address is held up there, and nobody at another", async () => {
  const guess = (address: string) => post("/api/v1/auth/sign-in", {}, { "cf-connecting-ip": address });
  const begun = Date.now();
  const answers = await Promise.all(Array.from({ length: 40 }, () => guess("203.0.113.7")));
  const admitted = answers.filter(({ status }) => status === 400).length;
  expect(admitted).toBeGreaterThanOrEqual(30);
  // One more every two seconds.
  expect(admitted).toBeLessThanOrEqual(30 + Math.ceil((Date.now() - begun) / 2_000));
  expect(answers.filter(({ status }) => status === 429).length).toBe(40 - admitted);
  expect((await guess("203.0.113.8")).status).toBe(400);
});

test("when too much is going on, changes wait, and reading and signing in do not", async () => {
  const held = Array.from({ length: 40 }, (_, index) =>
    post(`/api/v1/${index % 2 === 0 ? "niches" : "teams"}?hold=3000`, {}, { cookie, origin }),
  );
  const refused = await Promise.any(held.map(async (one) => ((await one).status === 429 ? one : Promise.reject(new Error("let in")))));
  expect(await refused.json()).toMatchObject({ code: "overloaded" });
  expect((await get("/api/v1/prices", { cookie })).status).toBe(200);
  await freshSession();
  // More than 30 where the machine sends them so slowly that the first are answered before the last come.
  expect((await Promise.all(held)).filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(30);
});

const keyed = (path: string, key: string, body: unknown = {}, as: Record<string, string> = { cookie, origin }) =>
  post(path, body, { ...as, "idempotency-key": key });
const counts = async () => (await (await get("/api/v1/niches?counts", { cookie })).json()) as Record<string, number>;

test("a request with a key is carried out once, however many come at once, and answered the same afterwards", async () => {
  const keys = Array.from({ length: 5 }, (_, index) => `once-${index}`);
  const sent = keys.flatMap((key) => Array.from({ length: 3 }, () => keyed("/api/v1/niches?hold=50", key)));
  const answers = await Promise.all(sent);
  for (const answer of answers.filter(({ status }) => status !== 200)) {
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({ code: "in_progress", retryable: true });
  }
  const again = await Promise.all(keys.map((key) => keyed("/api/v1/niches?hold=50", key)));
  expect(again.map(({ status, headers }) => [status, headers.get("idempotency-replayed")])).toEqual(keys.map(() => [200, "true"]));
  const seenByService = await counts();
  expect(keys.map((key) => seenByService[key])).toEqual(keys.map(() => 1));
});

test("a key belongs to its body, its route and whoever used it", async () => {
  const first = await keyed("/api/v1/niches", "mine", { name: "a" });
  expect(first.status).toBe(200);
  const other = await keyed("/api/v1/niches", "mine", { name: "b" });
  expect(other.status).toBe(422);
  expect(await other.json()).toMatchObject({ code: "key_reused" });
  expect((await keyed("/api/v1/teams", "mine", { name: "b" })).headers.get("idempotency-replayed")).toBeNull();
  const { key } = await freshKey();
  expect((await keyed("/api/v1/niches", "mine", { name: "b" }, { "x-api-key": key })).status).toBe(200);
  expect((await keyed("/api/v1/niches", "x".repeat(201))).status).toBe(400);
});

test("what was refused or fell over was not done: its key may be used again", async () => {
  for (const status of ["400", "503"]) {
    expect((await keyed(`/api/v1/niches?fail=${status}`, `failed-${status}`)).status).toBe(Number(status));
    expect((await keyed(`/api/v1/niches?fail=${status}`, `failed-${status}`)).status).toBe(Number(status));
    expect((await counts())[`failed-${status}`]).toBe(2);
  }
});

test("an answer with a secret is kept nowhere, and the key is not used twice", async () => {
  const make = () => keyed("/api/v1/api-keys", "secret", { name: "secret", scopes: ["niches:read"] });
  const made = (await (await make()).json()) as CreatedApiKey;
  const again = await make();
  expect(again.status).toBe(409);
  expect(await again.text()).not.toContain(made.key);
});

test("a list is read to its end while it grows, and takes only the cursors that it gave out", async () => {
  const begun = [await freshKey(), await freshKey(), await freshKey()].map(({ id }) => id);
  const page = async (query: string, path = "/api/v1/api-keys") => {
    const answer = await get(`${path}?${query}`, { cookie });
    return { status: answer.status, ...((await answer.json()) as { items: { id: string }[]; nextCursor?: string; detail?: string }) };
  };
  const read: string[] = [];
  let { items, nextCursor = "" } = await page("limit=1");
  const first = nextCursor;
  while (nextCursor !== "") {
    read.push(...items.map(({ id }) => id));
    await freshKey();
    ({ items, nextCursor = "" } = await page(`limit=1&cursor=${nextCursor}`));
  }
  read.push(...items.map(({ id }) => id));
  expect(read.filter((id) => begun.includes(id)).toSorted()).toEqual(begun.toSorted());
  expect(new Set(read).size).toBe(read.length);
  const elsewhere = [await page(`cursor=${first}`, "/api/v1/invitations"), await page(`cursor=${first.split(".")[0]}`)];
  for (const refused of elsewhere) expect(refused).toMatchObject({ status: 400, detail: expect.stringContaining("cursor") });
});

test("clients of OpenAI's API are refused in its shape", async () => {
  const answer = await post("/api/v1/embeddings", { model: "default-embedding", input: "a" });
  expect(answer.status).toBe(401);
  expect(await answer.json()).toMatchObject({ error: { type: "authentication_error", code: "unauthenticated" } });
});

test("a path that nobody owns is not found, signed in or not", async () => {
  const callers: Record<string, string>[] = [{}, { cookie }];
  for (const headers of callers) {
    const answer = await get("/api/v1/nothing", headers);
    expect(answer.status).toBe(404);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
  }
});

test("a service that falls over is unavailable, logged under the request's id, and the others stay", async () => {
  harness.clearLogs();
  const answer = await get("/api/v1/database/schemas", { cookie });
  expect(answer.status).toBe(503);
  expect(answer.headers.get("retry-after")).toBe("1");
  expect(await answer.json()).toMatchObject({ code: "unavailable", retryable: true });
  expect(JSON.stringify(harness.getLogs())).toContain(answer.headers.get("x-request-id") ?? "no id");
  expect((await get("/api/v1/niches", { cookie })).status).toBe(200);
});

test("what breaks inside a service is logged there under the id and the trace that the caller was told", async () => {
  const { AUTH_DB: database } = await harness.getWorker<{ AUTH_DB: D1Database }>().getEnv();
  harness.clearLogs();
  await database.exec("ALTER TABLE invitations RENAME TO invitations_away");
  try {
    const answer = await get("/api/v1/invitations", { cookie });
    expect(answer.status).toBe(500);
    const lines = JSON.stringify(harness.getLogs());
    expect(lines).toContain("no such table: invitations");
    expect(lines).toContain(answer.headers.get("x-request-id") ?? "no id");
    expect(lines).toContain(answer.headers.get("traceparent") ?? "no trace");
  } finally {
    await database.exec("ALTER TABLE invitations_away RENAME TO invitations");
  }
});

test("another method than those of a path is refused, and told which there are", async () => {
  for (const [method, path, allow] of [
    ["PUT", "/api/v1/invitations", "GET, HEAD, POST"],
    ["DELETE", "/api/v1/members", "GET, HEAD"],
    ["POST", "/api/v1/health", "GET, HEAD"],
    ["OPTIONS", "/api/v1/services", "GET, HEAD"],
  ] as const) {
    const answer = await harness.fetch(path, { method, headers: { cookie, origin } });
    expect([answer.status, answer.headers.get("allow")], `${method} ${path}`).toEqual([405, allow]);
    expect(await answer.json()).toMatchObject({ code: "method_not_allowed", instance: path });
  }
});

test("a page of an origin that the organisation lets in may read what its key is answered, and nobody else's", async () => {
  const page = "https://app.example";
  // The organisation is known only now: the same Worker once more, with its setting.
  const { organisation } = (await (await get("/api/v1/auth/me", { cookie })).json()) as { organisation: { id: string } };
  const lets = createTestHarness({
    root: import.meta.dirname,
    workers: [{ configPath: "testing/wrangler.toml", vars: { ...inward, CORS_ORIGINS: JSON.stringify({ [organisation.id]: [page] }) } }],
  });
  try {
    const { url } = await lets.listen();
    await lets.getWorker().applyD1Migrations("AUTH_DB");
    const [here, there] = [await harness.getWorker<Databases>().getEnv(), await lets.getWorker<Databases>().getEnv()];
    for (const table of ["users", "organisations", "members", "api_keys"]) await copied(table, here.AUTH_DB, there.AUTH_DB);
    const stranger = await freshOrganisation(lets, url.origin);
    const preflight = (from: string) =>
      lets.fetch("/api/v1/niches", { method: "OPTIONS", headers: { origin: from, "access-control-request-method": "GET" } });
    const allowed = await preflight(page);
    expect([allowed.status, allowed.headers.get("access-control-allow-origin")]).toEqual([204, page]);
    expect(allowed.headers.get("access-control-allow-headers")).toContain("x-api-key");
    expect((await preflight("https://evil.example")).headers.get("access-control-allow-origin")).toBeNull();

    const toMcp = { method: "OPTIONS", headers: { origin: page, "access-control-request-method": "POST" } };
    expect((await lets.fetch("/mcp", toMcp)).headers.get("access-control-allow-headers")).toContain("mcp-protocol-version");
    const message = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list" });
    const asked = { origin: page, "x-api-key": apiKey, "content-type": "application/json", accept: "application/json, text/event-stream" };
    const told = await lets.fetch("/mcp", { method: "POST", headers: asked, body: message });
    expect(told.headers.get("access-control-allow-origin")).toBe(page);

    const ask = (headers: Record<string, string>) => lets.fetch("/api/v1/niches", { headers });
    const read = await ask({ "x-api-key": apiKey, origin: page });
    expect([read.status, read.headers.get("access-control-allow-origin"), read.headers.get("cross-origin-resource-policy")]).toEqual([
      200,
      page,
      "cross-origin",
    ]);
    expect(read.headers.get("access-control-expose-headers")).toContain("etag");
    expect(read.headers.get("access-control-allow-credentials")).toBeNull();
    const refused: Record<string, string>[] = [
      { "x-api-key": apiKey, origin: "https://evil.example" },
      { "x-api-key": stranger, origin: page },
    ];
    for (const headers of refused) expect((await ask(headers)).headers.get("access-control-allow-origin")).toBeNull();

    // The stranger's organisation lets in a page of its own, which then is theirs alone.
    const theirs = "https://stranger.example";
    const { organisation: other } = (await (await lets.fetch("/api/v1/auth/me", { headers: { "x-api-key": stranger } })).json()) as {
      organisation: { id: string };
    };
    await there.AUTH_DB.prepare("INSERT INTO organisation_origins VALUES (?, ?)").bind(theirs, other.id).run();
    expect((await preflight(theirs)).headers.get("access-control-allow-origin")).toBe(theirs);
    expect((await ask({ "x-api-key": stranger, origin: theirs })).headers.get("access-control-allow-origin")).toBe(theirs);
    expect((await ask({ "x-api-key": apiKey, origin: theirs })).headers.get("access-control-allow-origin")).toBeNull();
  } finally {
    await lets.close();
  }
}, 60_000);

test("the services are listed with who answers, to those who are signed in", async () => {
  expect((await get("/api/v1/services")).status).toBe(401);
  const { items } = (await (await get("/api/v1/services", { cookie })).json()) as { items: { service: string; reachable: boolean }[] };
  expect(items).toHaveLength(9);
  expect(items[0]).toMatchObject({
    service: "gateway",
    health: "ok",
    reasons: [],
    version: manifest.version,
    build: "5e1f0ab",
    contract: expect.stringMatching(/^[0-9a-f]{64}$/),
    dependencies: serviceNames,
    bindings: doorBindings,
  });
  expect(items[1]).toMatchObject({ service: "auth", reachable: true, health: "ok", reasons: [], version: manifest.version });
  expect(items.filter(({ reachable }) => !reachable)).toMatchObject([
    { service: "database", health: "unreachable", reasons: [expect.stringContaining("2 s")] },
  ]);
});

test("a service says by itself what is wrong with it, and the list says it on", async () => {
  const { AUTH_DB: database } = await harness.getWorker<{ AUTH_DB: D1Database }>().getEnv();
  const ofAuth = async () => {
    const { items } = (await (await get("/api/v1/services", { cookie })).json()) as { items: { service: string }[] };
    return items.find(({ service }) => service === "auth");
  };
  // What it last said is believed for five seconds.
  await new Promise((resolve) => setTimeout(resolve, 5_100));
  await database.exec("ALTER TABLE outbox RENAME TO outbox_away");
  try {
    expect(await ofAuth()).toMatchObject({
      reachable: true,
      health: "degraded",
      reasons: [expect.stringContaining("no such table: outbox")],
    });
  } finally {
    await database.exec("ALTER TABLE outbox_away RENAME TO outbox");
  }
}, 15_000);

test("the plan and what is left of it are told: to a person of theirs, to a key of its own", async () => {
  expect((await get("/api/v1/limits")).status).toBe(401);
  const of = async (headers: Record<string, string>) => limitsSchema.parse(await (await get("/api/v1/limits", headers)).json());
  const [person, key] = [await of({ cookie }), await of({ "x-api-key": apiKey })];
  const told = (limits: typeof person) => Object.fromEntries(limits.quotas.map(({ policy, remaining }) => [policy, remaining]));
  expect([person.plan, key.plan]).toEqual(["standard", "standard"]);
  expect(told(person)).toEqual({ organisation: expect.any(Number), user: expect.any(Number), key: undefined });
  expect(told(key)).toEqual({ organisation: expect.any(Number), user: undefined, key: expect.any(Number) });
  // Of `RATE_LIMITS` in testing/wrangler.toml.
  expect(key.quotas.find(({ policy }) => policy === "key")).toMatchObject({ requests: 60, seconds: 600 });
});

test("health asks nobody", async () => {
  for (const path of ["/healthz", "/api/v1/health"]) expect(await (await get(path)).json()).toEqual({ status: "ok" });
});

test("any other path is the app, under a policy that runs nothing inline", async () => {
  const answer = await get("/niches/nch_1");
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain("<title>pAIssive</title>");
  const policy = answer.headers.get("content-security-policy") ?? "";
  expect(policy).toContain("script-src 'self'");
  expect(policy).not.toContain("unsafe");
  expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
});

test("an agent of others comes in with a key, not with a cookie", async () => {
  const ask = (headers: Record<string, string>) => post("/mcp", { jsonrpc: "2.0", id: 1, method: "tools/list" }, headers);
  expect((await ask({ cookie, origin })).status).toBe(401);
  // As above: the tools come from the description of the whole.
  expect((await ask({ "x-api-key": apiKey })).status).toBe(503);
});

test("the API can be read as a page, under the app's policy", async () => {
  // One of the services here is broken, and so is the description of the whole.
  expect((await get("/docs/plain")).status).toBe(503);
  const style = await get("/docs/style.css");
  expect(style.headers.get("content-type")).toContain("text/css");
  expect(style.headers.get("content-security-policy")).toContain("style-src 'self'");
});

test("the command line works with a real key, and no longer when it is revoked", async () => {
  const { id, key } = await freshKey();
  const printed: string[] = [];
  const paissive = (...args: string[]) =>
    run(["--json", "--url", origin, ...args], {
      env: { PAISSIVE_KEY: key, PAISSIVE_CONFIG: "/nonexistent/account.json" },
      print: (line) => printed.push(line),
      complain: (line) => printed.push(line),
      input: async () => "",
    });
  expect(await paissive("whoami")).toBe(0);
  expect(printed.at(-1)).toContain(id);
  expect(await paissive("keys", "create", "more", "--scope", "niches:read")).toBe(4);
  await harness.fetch(`/api/v1/api-keys/${id}`, { method: "DELETE", headers: { cookie, origin } });
  expect(await paissive("whoami")).toBe(3);
});

test("every answer has its id, and the caller's trace goes on to the service and back", async () => {
  const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
  const answer = await get("/api/v1/niches", { cookie, traceparent: `00-${traceId}-00f067aa0ba902b7-01` });
  const { headers } = await seen(answer);
  expect(answer.headers.get("traceparent")).toContain(traceId);
  expect(headers["traceparent"]).toBe(answer.headers.get("traceparent"));
  expect(headers["x-request-id"]).toBe(answer.headers.get("x-request-id"));
  expect((await get("/api/v1/nothing")).headers.get("x-request-id")).toMatch(/^[0-9a-f]{32}$/);
});

test("signing out in the browser needs no body", async () => {
  const answer = await harness.fetch("/api/v1/auth/sign-out", { method: "POST", headers: { cookie: "__Host-paissive=over", origin } });
  expect(answer.status).toBe(204);
});

test("a service that keeps falling over is left alone for a while, and health says so", async () => {
  for (let turn = 0; turn < 5; turn++) await get("/api/v1/database/schemas", { cookie });
  harness.clearLogs();
  const answer = await get("/api/v1/database/schemas", { cookie });
  expect(answer.status).toBe(503);
  expect(JSON.stringify(harness.getLogs())).not.toContain("fell over");
  expect(await (await get("/api/v1/health")).json()).toMatchObject({ status: "degraded", degraded: [{ part: "database" }] });
  const { items } = (await (await get("/api/v1/services", { cookie })).json()) as { items: object[] };
  const reasons = ["The database service failed several times in a row and is left alone for some seconds."];
  expect(items[0]).toMatchObject({ service: "gateway", reachable: true, health: "degraded", reasons });
});
