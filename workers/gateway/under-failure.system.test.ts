import { createTestHarness, type TestHarness } from "wrangler";
import { afterAll, beforeAll, expect, test } from "vitest";

let harness: TestHarness;
beforeAll(async () => {
  harness = createTestHarness({ root: import.meta.dirname, workers: [{ configPath: "testing/failing/wrangler.toml" }] });
  await harness.listen();
});
afterAll(() => harness.close());

/** From an address of its own, so that no test meets another's limit. */
let address = 0;
const from = () => ({ "cf-connecting-ip": `198.51.100.${address}` });
const get = (path: string, headers: Record<string, string> = {}) =>
  harness.fetch(path, { headers: { "x-api-key": "ada", ...from(), ...headers } });
const send = (method: string, path: string, headers: Record<string, string> = {}, body: unknown = {}) =>
  harness.fetch(path, {
    method,
    headers: { "content-type": "application/json", "x-api-key": "ada", ...from(), ...headers },
    body: JSON.stringify(body),
  });
const keyed = (method: string, path: string, key: string) => send(method, path, { "idempotency-key": key });
const timesOf = async (key: string) => ((await (await get("/api/v1/prices?counts")).json()) as Record<string, number>)[key];
const told = async (answer: Awaited<ReturnType<typeof get>>) => ({
  status: answer.status,
  replayed: answer.headers.get("idempotency-replayed"),
  ...((await answer.json()) as { code?: string; key?: string }),
});

test("a request that took too long keeps its key until its service answers, and is answered that afterwards", async () => {
  address = 1;
  expect(await told(await keyed("PATCH", "/api/v1/members/usr_1?hold=2500", "late"))).toMatchObject({ code: "deadline_exceeded" });
  const meanwhile = await keyed("PATCH", "/api/v1/members/usr_1?hold=2500", "late");
  expect(Number(meanwhile.headers.get("retry-after"))).toBeGreaterThan(1);
  expect(await told(meanwhile)).toMatchObject({ status: 409, code: "in_progress" });
  const again = async () => told(await keyed("PATCH", "/api/v1/models/alert-rules/alr_1?hold=2500", "late-open"));
  expect(await again()).toMatchObject({ code: "deadline_exceeded" });
  await expect.poll(again, { timeout: 10_000, interval: 500 }).toMatchObject({ status: 200, replayed: "true", key: "late-open" });
  expect(await timesOf("late-open")).toBe(1);
  // An answer of auth is kept nowhere, and is not given twice.
  expect(await told(await keyed("PATCH", "/api/v1/members/usr_1?hold=2500", "late"))).toMatchObject({ code: "conflict" });
  expect(await timesOf("late")).toBe(1);
});

test("a late refusal frees the key", async () => {
  address = 2;
  const again = async () => told(await keyed("POST", "/api/v1/webhooks/web_1/tests?hold=1500&fail=400", "refused"));
  expect(await again()).toMatchObject({ code: "deadline_exceeded" });
  await expect.poll(() => timesOf("refused").then(async (times) => [times, (await again()).code])).toEqual([1, "in_progress"]);
  await expect.poll(async () => (await again(), timesOf("refused")), { timeout: 10_000, interval: 300 }).toBeGreaterThan(1);
});

test.each([
  ["DELETE", "/api/v1/webhooks/web_1?fail=500"],
  ["POST", "/api/v1/webhooks/web_1/tests?throw"],
])("what broke off in a service that records no commands is not done again: %s %s", async (method, path) => {
  address = 3;
  const first = await keyed(method, path, path);
  expect([500, 503]).toContain(first.status);
  expect(await told(await keyed(method, path, path))).toMatchObject({
    status: 409,
    code: "conflict",
    detail: expect.stringContaining("may have been"),
  });
  expect(await timesOf(path)).toBe(1);
});

test("what broke off in a service that records its commands is asked of it again", async () => {
  address = 4;
  for (let turn = 0; turn < 2; turn++) expect((await keyed("POST", "/api/v1/prices?fail=500", "recorded")).status).toBe(500);
  expect(await timesOf("recorded")).toBe(2);
});

test("bodies that run over their limit are nobody's failure but the caller's", async () => {
  address = 6;
  const stream = () =>
    new ReadableStream({
      start(controller) {
        for (let part = 0; part < 20; part++) controller.enqueue(new Uint8Array(65_536));
        controller.close();
      },
    });
  const headers = { "content-type": "application/json", "x-api-key": "ada", ...from() };
  for (let turn = 0; turn < 6; turn++) {
    const answer = await harness.fetch("/api/v1/marketing-plans", { method: "POST", headers, body: stream(), duplex: "half" });
    expect(answer.status).toBe(413);
  }
  expect((await get("/api/v1/marketing-plans")).status).toBe(200);
});

test("the description is made once, known by its tag, and limited by address", async () => {
  address = 7;
  for (const path of ["/api/v1/openapi.json", "/docs/plain"]) {
    const answer = await harness.fetch(path, { headers: from() });
    expect([answer.status, answer.headers.get("ratelimit")]).toEqual([200, expect.stringContaining('"address"')]);
    const tag = answer.headers.get("etag") ?? "none";
    const known = await harness.fetch(path, { headers: { ...from(), "if-none-match": tag } });
    expect([known.status, await known.text()]).toEqual([304, ""]);
  }
  const statuses: number[] = [];
  for (let turn = 0; turn < 220; turn++) {
    const path = ["/docs/plain", "/api/v1/nothing", "/api/v1/openapi.json"][turn % 3] ?? "";
    const answer = await harness.fetch(path, { headers: from() });
    await answer.arrayBuffer();
    statuses.push(answer.status);
  }
  expect(statuses.slice(0, 3)).toEqual([200, 404, 200]);
  expect(statuses.slice(-9)).toEqual(Array.from({ length: 9 }, () => 429));
});

test("a tool's request has the id and the trace of the message that asked for it, and the answer is kept nowhere", async () => {
  address = 8;
  const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
  const headers = { accept: "application/json, text/event-stream", traceparent: `00-${traceId}-00f067aa0ba902b7-01` };
  const call = { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "echo", arguments: {} } };
  const answer = await send("POST", "/mcp", headers, call);
  expect([answer.status, answer.headers.get("cache-control")]).toEqual([200, "no-store"]);
  expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
  const said = await answer.text();
  expect(said).toContain(answer.headers.get("x-request-id") ?? "no id");
  expect(answer.headers.get("traceparent")).toContain(traceId);
  expect(said).toContain(answer.headers.get("traceparent") ?? "no trace");
});

test("a service that answers 500 again and again is left alone, and the answer says for how long", async () => {
  address = 5;
  for (let turn = 0; turn < 4; turn++) expect((await get("/api/v1/runs?fail=503")).status).toBe(503);
  expect((await get("/api/v1/runs")).status).toBe(200);
  for (let turn = 0; turn < 5; turn++) expect((await get("/api/v1/runs?fail=500")).status).toBe(500);
  const refused = await get("/api/v1/runs");
  expect(refused.status).toBe(503);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThanOrEqual(3);
  expect(await (await get("/api/v1/health")).json()).toMatchObject({ degraded: [{ part: "agent-teams" }] });
});

test("while nobody can be signed in, those who wait take room, and then all are told at once and how long", async () => {
  address = 9;
  const waiting = Array.from({ length: 15 }, (_, index) =>
    get(`/api/v1/${index % 2 === 0 ? "prices" : "niches"}`, { "x-api-key": `silent-${index}` }),
  );
  await expect
    .poll(async () => (await (await get("/api/v1/health")).json()) as object)
    .toMatchObject({ degraded: expect.arrayContaining([{ part: "load", reason: expect.any(String) }]) });
  const answers = await Promise.all(waiting);
  for (const answer of answers) expect([429, 503]).toContain(answer.status);
  const begun = Date.now();
  const refused = await get("/api/v1/prices", { "x-api-key": "somebody" });
  expect(Date.now() - begun).toBeLessThan(2_000);
  expect(await told(refused)).toMatchObject({ status: 503, code: "unavailable" });
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
  // Who sends nothing is told what is missing, whoever is silent.
  expect((await harness.fetch("/api/v1/prices", { headers: from() })).status).toBe(401);
});
