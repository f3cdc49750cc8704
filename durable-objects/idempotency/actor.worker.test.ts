import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Begun, Idempotency, KeptAnswer } from "./actor.ts";

const minute = 60_000;
const { IDEMPOTENCY: namespace } = env as unknown as { IDEMPOTENCY: DurableObjectNamespace<Idempotency> };
let actors = 0;
let stub: DurableObjectStub<Idempotency>;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2100, 0, 1) });
  stub = namespace.getByName(`org_${++actors}`);
});
afterEach(() => void vi.useRealTimers());

const request = { id: "user/usr_1 PATCH /api/v1/members/usr_2 k", fingerprint: "f" };
const answer: KeptAnswer = { status: 200, headers: {}, body: new Uint8Array([123, 125]).buffer };
const pass = (minutes: number) => vi.setSystemTime(Date.now() + minutes * minute);
const begin = async (fingerprint = "f"): Promise<Begun> => stub.begin({ ...request, fingerprint });
async function begun(): Promise<string> {
  const now = await begin();
  if (now.state !== "new") throw new Error(`it is ${now.state}`);
  return now.turn;
}
/** The process of the actor ends, though it waits for something; what it had in memory is gone. */
async function fallOver(): Promise<void> {
  const { name = "" } = stub;
  await runInDurableObject(stub, (_, state) => state.abort("fell over")).catch(() => undefined);
  stub = namespace.getByName(name);
}

test("of callers at once one is to carry it out, and all are told its answer afterwards, also by another process", async () => {
  const states = await Promise.all([begin(), begin(), begin("another body")]);
  expect(states.map(({ state }) => state)).toEqual(["new", "running", "other"]);
  const [first] = states;
  if (first?.state !== "new") throw new Error("the first is not new");
  await stub.keep(request, first.turn, answer);
  await fallOver();
  expect(await begin()).toMatchObject({ state: "done", answer: { status: 200 } });
  expect((await begin("another body")).state).toBe("other");
  pass(24 * 60 + 1);
  expect((await begin()).state).toBe("new");
});

test("what is carried out is forgotten with the process, and what is on hold is not", async () => {
  await begun();
  await fallOver();
  const turn = await begun();
  await stub.hold(request, turn, "afresh");
  await fallOver();
  expect(await begin()).toMatchObject({ state: "running", retryAfter: 5 });
  expect((await begin("another body")).state).toBe("other");
  pass(9);
  expect((await begin()).state).toBe("running");
  pass(2);
  expect((await begin()).state).toBe("new");
});

test("what nobody knows the end of is told so when its time is over, and kept when it ends after all", async () => {
  const turn = await begun();
  await stub.hold(request, turn, "unknown");
  await fallOver();
  expect((await begin()).state).toBe("running");
  pass(11);
  expect(await begin()).toEqual({ state: "done", answer: { status: 500, headers: {} } });
  await stub.keep(request, turn, answer);
  expect(await begin()).toMatchObject({ state: "done", answer: { status: 200 } });
});

test("a late refusal frees the key, and one of an older turn does not", async () => {
  const turn = await begun();
  await stub.hold(request, turn, "unknown");
  await stub.drop(request.id, "of another");
  expect((await begin()).state).toBe("running");
  await stub.drop(request.id, turn);
  expect((await begin()).state).toBe("new");
});

test("leaves nothing behind after a day, and works on", async () => {
  await stub.keep(request, await begun(), answer);
  pass(24 * 60 + 1);
  expect(await runDurableObjectAlarm(stub)).toBe(true);
  const tables = () =>
    runInDurableObject(stub, (_, { storage }) =>
      storage.sql.exec("SELECT name FROM sqlite_master WHERE name IN ('answers', 'held')").toArray(),
    );
  expect(await tables()).toEqual([]);
  expect((await begin()).state).toBe("new");
});
