import { describe, expect, test, vi } from "vitest";
import { Levels } from "../domain/levels.ts";
import { Limiter, type Ask } from "./limiter.ts";
import { limited, putLimits } from "./fields.ts";
import type { Policy } from "./policies.ts";

const key: Policy = { name: "key", quota: { tokens: 200, seconds: 10 }, actor: "org_1", bucket: "key/key_1" };
const organisation: Policy = { name: "organisation", quota: { tokens: 300, seconds: 10 }, actor: "org_1", bucket: "organisation" };

/** Isolates in front of one place that keeps the levels, in a time of their own. */
function world(isolates: number) {
  let time = 1_000_000;
  const levels = new Levels(1_000);
  const limiters = Array.from({ length: isolates }, () => new Limiter(() => time));
  const ask = vi.fn<Ask>(async (_actor, wishes) => levels.lease(wishes, time));
  const admit = async (policies: Policy[], isolate = 0) => (await limiters[isolate]?.admit(policies, ask)) ?? { allowances: [] };
  return { ask, admit, pass: (ms: number) => (time += ms) };
}

describe("the limiter", () => {
  test.each([1, 4])("holds a quota within two in a hundred under 20 callers at once, in %i isolates", async (isolates) => {
    const { admit, pass } = world(isolates);
    let admitted = 0;
    for (let ms = 0; ms < 30_000; ms += 50) {
      const verdicts = await Promise.all(Array.from({ length: 20 }, (_, caller) => admit([key, organisation], caller % isolates)));
      admitted += verdicts.filter(({ refused }) => !refused).length;
      pass(50);
    }
    const allowed = 200 + 30 * 20;
    expect(admitted).toBeLessThanOrEqual(allowed);
    expect(admitted).toBeGreaterThan(allowed * 0.98);
  });

  test("asks seldom of whoever calls often, and lets every call through that is allowed", async () => {
    const busy: Policy = { ...key, quota: { tokens: 60_000, seconds: 60 } };
    const { admit, ask, pass } = world(1);
    for (let call = 0; call < 1_000; call++) {
      expect((await admit([busy])).refused).toBeUndefined();
      pass(1);
    }
    expect(ask.mock.calls.length).toBeLessThan(20);
  });

  test("keeps what somebody was granted for them, whoever comes between the answer and its use", async () => {
    const { admit, pass } = world(1);
    const pending: Promise<unknown>[] = [];
    let refused = 0;
    for (let turn = 0; turn < 150; turn++) {
      pending.push(admit([key, organisation]).then((verdict) => (refused += verdict.refused ? 1 : 0)));
      // Callers come at every step of the others.
      for (let step = 0; step < turn % 7; step++) await Promise.resolve();
      if (turn % 10 === 9) pass(1);
    }
    await Promise.all(pending);
    expect(refused).toBe(0);
  });

  test("gives back what a caller who became slow did not spend", async () => {
    const { admit, pass } = world(2);
    for (let call = 0; call < 60; call++) await admit([key], 0);
    pass(2_000);
    await admit([key], 0);
    const { allowances } = await admit([key], 1);
    // 62 of 200 were spent, and 40 were refilled in two seconds; one leased token may lie in the other isolate.
    expect(allowances[0]?.remaining).toBeGreaterThanOrEqual(176);
    expect(allowances[0]?.remaining).toBeLessThanOrEqual(179);
  });

  test("spends nothing of one bucket when another refuses", async () => {
    const { admit } = world(1);
    const narrow: Policy = { ...key, quota: { tokens: 1, seconds: 600 } };
    await admit([narrow, organisation]);
    const { refused, allowances } = await admit([narrow, organisation]);
    expect(refused?.policy.name).toBe("key");
    expect(allowances.map(({ remaining }) => remaining)).toEqual([0, 299]);
  });

  test("does not ask again before there can be a token", async () => {
    const { admit, ask, pass } = world(1);
    const narrow: Policy = { ...key, quota: { tokens: 1, seconds: 10 } };
    await admit([narrow]);
    await admit([narrow]);
    const asked = ask.mock.calls.length;
    pass(9_000);
    expect((await admit([narrow])).refused).toBeDefined();
    expect(ask.mock.calls.length).toBe(asked);
    pass(1_001);
    expect((await admit([narrow])).refused).toBeUndefined();
  });

  test("lets through when nobody keeps the level", async () => {
    const log = vi.spyOn(console, "error").mockReturnValue();
    const limiter = new Limiter(Date.now);
    const verdict = await limiter.admit([key], () => Promise.reject(new Error("gone")));
    expect(verdict.refused).toBeUndefined();
    expect(log).toHaveBeenCalledOnce();
    log.mockRestore();
  });
});

test("the fields name every policy, its quota and what is left of it", async () => {
  const { admit } = world(1);
  const headers = new Headers();
  putLimits(headers, (await admit([key, organisation])).allowances);
  expect(headers.get("ratelimit-policy")).toBe('"key";q=200;w=10, "organisation";q=300;w=10');
  expect(headers.get("ratelimit")).toBe('"key";r=199;t=1, "organisation";r=299;t=1');
});

test("a refusal says whose limit it is and when to come again", () => {
  const { error } = limited({ policy: key, remaining: 0, moreInMs: 1_200 });
  expect(error).toMatchObject({ code: "rate_limited", retryable: true, retryAfter: 2 });
  expect(error.detail).toContain("200 requests in 10 seconds");
});
