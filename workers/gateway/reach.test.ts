import { expect, test } from "vitest";
import { failuresToOpen, openMs } from "./domain/breaker.ts";
import { Reach } from "./reach.ts";

function world() {
  let time = 0;
  const bells: (() => void)[] = [];
  const wait = () => new Promise<void>((resolve) => bells.push(resolve));
  const reach = new Reach({ now: () => time, wait });
  return { reach, ring: () => bells.splice(0).forEach((bell) => bell()), pass: (ms: number) => (time += ms) };
}
const never = () => new Promise<never>(() => undefined);
const broken = () => Promise.reject(new Error("fell over"));

test("gives what the service answers, and says when it does not in time", async () => {
  const { reach, ring } = world();
  expect(await reach.call("marketing", 1_000, async () => 7)).toEqual({ ok: true, value: 7 });
  const slow = reach.call("marketing", 30_000, never);
  ring();
  expect(await slow).toMatchObject({ error: { code: "deadline_exceeded", detail: expect.stringContaining("30 s"), retryable: true } });
});

test("leaves alone who fell over or kept silent, says so, and comes back to them", async () => {
  const { reach, ring, pass } = world();
  for (let turn = 0; turn < failuresToOpen; turn++) {
    const call = turn % 2 === 0 ? reach.call("marketing", 1_000, broken).catch(() => undefined) : reach.call("marketing", 1_000, never);
    ring();
    await call;
  }
  expect(reach.leftAlone()).toEqual(["marketing"]);
  const refused = await reach.call("marketing", 1_000, async () => 7);
  expect(refused).toMatchObject({ error: { code: "unavailable", retryAfter: openMs / 1_000 } });
  pass(openMs - 1_500);
  expect(reach.unreachable("marketing").error.retryAfter).toBe(2);
  expect(await reach.call("database", 1_000, async () => 8)).toMatchObject({ value: 8 });
  pass(1_500);
  expect(await reach.call("marketing", 1_000, async () => 9)).toMatchObject({ value: 9 });
  expect(reach.leftAlone()).toEqual([]);
});

test("leaves alone who answers with accidents, and nobody for what the caller did wrong", async () => {
  const { reach } = world();
  const isFailure = (status: number) => status === 500;
  for (const status of [400, 503]) {
    for (let turn = 0; turn < failuresToOpen; turn++) await reach.call("marketing", 1_000, async () => status, { isFailure });
  }
  expect(reach.leftAlone()).toEqual([]);
  for (let turn = 0; turn < failuresToOpen; turn++) {
    expect(await reach.call("marketing", 1_000, async () => 500, { isFailure })).toEqual({ ok: true, value: 500 });
  }
  expect(reach.leftAlone()).toEqual(["marketing"]);
});

test("hands over what may still come, and leaves actors of the door alone like services", async () => {
  const { reach, ring } = world();
  const { promise, resolve } = Promise.withResolvers<number>();
  let late: Promise<number> | undefined;
  const call = reach.call("idempotency", 1_000, () => promise, { late: (pending) => (late = pending) });
  ring();
  expect(await call).toMatchObject({ error: { code: "deadline_exceeded" } });
  resolve(7);
  expect(await late).toBe(7);
  for (let turn = 0; turn < failuresToOpen; turn++) await reach.call("idempotency", 1_000, broken).catch(() => undefined);
  expect(reach.leftAlone()).toEqual(["idempotency"]);
});
