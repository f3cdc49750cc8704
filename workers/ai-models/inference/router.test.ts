import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemSources } from "../../../contracts/ids.ts";
import { failuresToOpen } from "../domain/breaker.ts";
import { Dispatched } from "../domain/dispatched.ts";
import { breakerOf, candidatesFor, fail, hear, recover, settle, type PoolNodes } from "../domain/pool.ts";
import { answersToJudge, HedgeBudget, Pace } from "../domain/hedging.ts";
import { Settled } from "../domain/settled.ts";
import { wait } from "./shared.ts";
import { startVectorNode, vectorDimensions, vectorOf, type VectorNode } from "../testing/vector-node.ts";
import { overHttp } from "../transport/carrier.ts";
import { SignedTransport } from "../transport/signed-transport.ts";
import { route } from "./router.ts";
import type { RoutedCall, RouterParts } from "./router-parts.ts";

const version = { name: "m", version: "v1" };
const key = "ab".repeat(32);

let servers: VectorNode[];
let nodes: PoolNodes;
let now: number;

/** Four nodes, a less busy than b than c than d; a generator that always draws the first pair. */
beforeEach(async () => {
  now = 1_000_000;
  nodes = {};
  servers = await Promise.all(["a", "b", "c", "d"].map(() => startVectorNode()));
  servers.forEach((server, index) => {
    const id = "abcd"[index] ?? "";
    server.trust({ nodeId: id, key });
    report(id, { queuedTokens: index * 100, runningTokens: 0, tokensPerSecond: 1_000 });
  });
});
afterEach(() => Promise.all(servers.map((server) => server.close())));

function parts(more: Partial<RouterParts> = {}): RouterParts {
  return {
    pool: {
      candidates: async (wanted, answered) => {
        const found = candidatesFor(settle(nodes, answered, now), wanted, now);
        nodes = found.nodes;
        return found.candidates;
      },
      failed: async (to, slow) => void (nodes = fail(nodes, to, now, slow)),
      recovered: async (to) => void (nodes = recover(nodes, to, now)),
      list: async () => nodes,
    },
    transport: new SignedTransport(systemSources, overHttp),
    keyOf: async () => key,
    dispatched: new Dispatched(),
    settled: new Settled(),
    pace: new Pace(),
    budget: new HedgeBudget(),
    wait,
    now: () => now,
    random: () => 0,
    ...more,
  };
}

const call = (more: Partial<RoutedCall> = {}): RoutedCall => ({
  version,
  work: { kind: "embed", texts: ["a text"], isolated: false },
  priority: "normal",
  deadline: now + 5_000,
  ...more,
});
const breakerFor = (id: string) => {
  const node = nodes[id];
  if (!node) throw new Error(`There is no node ${id}.`);
  return breakerOf(node, "m@v1");
};
const callsPerNode = () => servers.map(({ calls }) => calls.length);
const only = (...ids: string[]) => (nodes = Object.fromEntries(Object.entries(nodes).filter(([id]) => ids.includes(id))));

/** Time passes as fast as it is waited for, yet calls get their turn in between. */
const quickly: RouterParts["wait"] = async (ms, over) => {
  await wait(10);
  if (!over?.aborted) now += ms;
};
const report = (id: string, load = { queuedTokens: 500, runningTokens: 0, tokensPerSecond: 1_000 }) => {
  const url = servers["abcd".indexOf(id)]?.url ?? "";
  nodes = hear(nodes, { id, url, epoch: 1 }, { status: "ready", models: [version], load }, now).nodes;
};

describe("routing a call", () => {
  it("stays in the caller's trace at every node that it asks", async () => {
    servers[0]?.misbehave({ status: 500 });
    await route(parts(), call({ traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01" }));
    const ids = servers.flatMap(({ traces }) => traces.map((trace) => trace.split("-")[1]));
    expect(ids).toEqual(["4bf92f3577b34da6a3ce929d0e0e4736", "4bf92f3577b34da6a3ce929d0e0e4736"]);
  });

  it("sends it to the less busy node and answers with its vectors and its name", async () => {
    const routed = await route(parts(), call());
    expect(routed).toMatchObject({ ok: true, value: { nodeId: "a", model: "m@v1" } });
    expect(routed.ok && Array.from(routed.value.values)).toEqual(Array.from(Float32Array.from(vectorOf("a text"))));
    expect(callsPerNode()).toEqual([1, 0, 0, 0]);
  });

  it("passes on that the texts must stay among themselves, and the time that is left", async () => {
    await route(parts(), call({ work: { kind: "embed", texts: ["a text"], isolated: true }, deadline: now + 1_500 }));
    expect(servers[0]?.calls).toMatchObject([{ isolated: true, deadline: now + 1_500 }]);
  });

  it("repeats it at another node when one breaks, and remembers who broke", async () => {
    servers[0]?.misbehave({ status: 500 });
    expect(await route(parts(), call())).toMatchObject({ ok: true, value: { nodeId: "b" } });
    expect(breakerFor("a").failures).toBe(1);
    expect(breakerFor("b").failures).toBe(0);
  });

  it("tries three nodes at most, none of them twice", async () => {
    for (const server of servers) server.misbehave({ status: 500 });
    expect(await route(parts(), call())).toMatchObject({ ok: false, error: { code: "unavailable", retryable: true, retryAfter: 2 } });
    expect(callsPerNode().toSorted()).toEqual([0, 1, 1, 1]);
  });

  it("sends a full node's call elsewhere without blaming it", async () => {
    servers[0]?.misbehave({ status: 429, headers: { "retry-after": "9" } });
    expect(await route(parts(), call())).toMatchObject({ ok: true, value: { nodeId: "b" } });
    expect(breakerFor("a").failures).toBe(0);
  });

  it("is overloaded after the shortest wait when all that serve it are full", async () => {
    only("a", "b");
    servers[0]?.misbehave({ status: 429, headers: { "retry-after": "9" } });
    servers[1]?.misbehave({ status: 429, headers: { "retry-after": "3" } });
    expect(await route(parts(), call())).toMatchObject({ ok: false, error: { code: "overloaded", retryAfter: 3 } });
  });

  it("does not repeat a call that is wrong in itself", async () => {
    servers[0]?.misbehave({ status: 400, message: "text 0 is empty" });
    expect(await route(parts(), call())).toMatchObject({
      ok: false,
      error: { code: "invalid_input", detail: "text 0 is empty", retryable: false },
    });
    expect(callsPerNode()).toEqual([1, 0, 0, 0]);
  });

  it("takes vectors of another version for no answer", async () => {
    servers[0]?.misbehave({ answerAs: "m@v2" });
    expect(await route(parts(), call())).toMatchObject({ ok: true, value: { nodeId: "b", model: "m@v1" } });
    expect(breakerFor("a").failures).toBe(1);
  });

  it("takes rows of another size than the version's for no answer", async () => {
    expect(await route(parts(), call({ width: vectorDimensions }))).toMatchObject({ ok: true });
    const routed = await route(parts(), call({ width: 3 }));
    expect(routed).toMatchObject({
      ok: false,
      error: { code: "unavailable", detail: expect.stringContaining("8 numbers a row instead of 3") },
    });
  });

  it("opens a node's breaker after three failed calls and closes it by one trial that succeeds", async () => {
    only("a");
    servers[0]?.misbehave({ status: 500 });
    for (let i = 0; i < failuresToOpen; i++) await route(parts(), call());
    expect(await route(parts(), call())).toMatchObject({ ok: false, error: { code: "unavailable", retryAfter: 5 } });
    expect(callsPerNode()[0]).toBe(failuresToOpen);
    servers[0]?.misbehave(undefined);
    now += 5_000;
    expect(await route(parts(), call())).toMatchObject({ ok: true, value: { nodeId: "a" } });
    expect(breakerFor("a")).toMatchObject({ failures: 0, openUntil: 0 });
  });

  it("is unavailable with a wait when no node serves the version", async () => {
    const routed = await route(parts(), call({ version: { name: "m", version: "v2" } }));
    expect(routed).toMatchObject({ ok: false, error: { code: "unavailable", retryAfter: 2, detail: expect.stringContaining("m@v2") } });
  });

  it("skips a node that has joined anew since the pool heard of it", async () => {
    const routed = await route(parts({ keyOf: async (id) => (id === "a" ? undefined : key) }), call());
    expect(routed).toMatchObject({ ok: true, value: { nodeId: "b" } });
    expect(breakerFor("a").failures).toBe(0);
  });

  it("sends nothing once the deadline has passed", async () => {
    expect(await route(parts(), call({ deadline: now }))).toMatchObject({ ok: false, error: { code: "deadline_exceeded" } });
    expect(callsPerNode()).toEqual([0, 0, 0, 0]);
  });

  it("says that it took too long when the last node hangs until the deadline", async () => {
    only("a");
    servers[0]?.misbehave({ hang: true });
    const routed = await route(parts(), call({ deadline: now + 100 }));
    expect(routed).toMatchObject({ ok: false, error: { code: "deadline_exceeded" } });
    expect(callsPerNode()[0]).toBe(1);
  });

  it("leaves time for another node when one hangs: five seconds and four times the expected wait", async () => {
    const timeouts: number[] = [];
    const transport: RouterParts["transport"] = {
      call: async (_target, _call, timeoutMs) => {
        timeouts.push(timeoutMs);
        return { ok: false, failure: { kind: "broken", detail: "gone" } };
      },
    };
    only("b", "c");
    await route(parts({ transport }), call({ deadline: now + 120_000 }));
    // b: 100 tokens reported and 4 of "a text" (6 characters / 4, rounded up, and 2) at 1,000 a second.
    expect(timeouts).toEqual([5_000 + 4 * 104, 120_000]);
  });

  it("spreads a burst over the nodes although their reports have not changed yet", async () => {
    const dispatched = new Dispatched();
    const texts = Array.from({ length: 100 }, () => "four words of text");
    const generator = xoroshiro128plus(5);
    const random = () => (generator.next() >>> 0) / 2 ** 32;
    await Promise.all(
      Array.from({ length: 40 }, () => route(parts({ dispatched, random }), call({ work: { kind: "embed", texts, isolated: false } }))),
    );
    for (const calls of callsPerNode()) expect(calls).toBeGreaterThanOrEqual(6);
  });
});

describe("when every node is given a pause", () => {
  it("waits for the first that is tried again, and answers", async () => {
    only("a");
    servers[0]?.misbehave({ status: 500 });
    for (let i = 0; i < failuresToOpen; i++) await route(parts(), call());
    servers[0]?.misbehave(undefined);
    const begun = now;
    const { transport } = parts();
    // When it is asked, not when it has answered: meanwhile time passes as fast as a silence is waited for.
    const asked: number[] = [];
    const noting: RouterParts["transport"] = { call: (...args) => (asked.push(now - begun), transport.call(...args)) };
    const routed = await route(parts({ wait: quickly, transport: noting }), call({ deadline: now + 30_000 }));
    expect(routed).toMatchObject({ ok: true, value: { nodeId: "a" } });
    expect(asked).toHaveLength(1);
    expect(asked[0]).toBeGreaterThanOrEqual(5_000);
    expect(asked[0]).toBeLessThan(6_100);
  });

  it("does not wait where another version can answer", async () => {
    only("a");
    servers[0]?.misbehave({ status: 500 });
    for (let i = 0; i < failuresToOpen; i++) await route(parts(), call());
    const routed = await route(parts(), call({ deadline: now + 30_000, hasStandIn: true }));
    expect(routed).toMatchObject({ ok: false, error: { code: "unavailable", retryAfter: 5 } });
  });
});

describe("a slow call", () => {
  /** As of twenty calls like it that took a millisecond. */
  function hedging(more: Partial<RouterParts> = {}): RouterParts {
    const [pace, budget] = [new Pace(), new HedgeBudget()];
    for (let i = 0; i < answersToJudge; i++) pace.note("m@v1", 4, 1, now);
    budget.sent(1_000);
    return parts({ pace, budget, ...more });
  }

  it("goes to a second node after the 95th percentile, and the first one is told to stop", async () => {
    servers[0]?.misbehave({ hang: true });
    expect(await route(hedging(), call())).toMatchObject({ ok: true, value: { nodeId: "b", hedged: true } });
    expect(callsPerNode()).toEqual([1, 1, 0, 0]);
    await expect.poll(() => servers[0]?.left).toBe(1);
    // It counts for its share of failures, not as one in a row.
    expect(breakerFor("a")).toMatchObject({ failures: 0, failed: 1 });
  });

  it("goes nowhere else when that would cost more than a twentieth, or nobody knows yet what is slow", async () => {
    const release = () => setTimeout(() => servers[0]?.release(), 60);
    for (const more of [{ budget: new HedgeBudget() }, { pace: new Pace() }]) {
      servers[0]?.misbehave({ hang: true });
      release();
      const routed = await route(hedging(more), call());
      expect(routed).toMatchObject({ ok: true, value: { nodeId: "a" } });
      expect(routed).not.toHaveProperty("value.hedged");
    }
    expect(callsPerNode()).toEqual([2, 0, 0, 0]);
  });

  it("is answered by the first node when the second fails, and fails when both do", async () => {
    servers[0]?.misbehave({ hang: true });
    servers[1]?.misbehave({ status: 500 });
    setTimeout(() => servers[0]?.release(), 60);
    expect(await route(hedging(), call())).toMatchObject({ ok: true, value: { nodeId: "a", hedged: true } });
    only("a", "b");
    servers[0]?.misbehave({ hang: true });
    expect(await route(hedging(), call({ deadline: now + 80 }))).toMatchObject({ ok: false, error: { code: "deadline_exceeded" } });
  });

  it("still has its second node when it was not worth a hedge and the first one breaks", async () => {
    only("a", "b");
    servers[0]?.misbehave({ hang: true });
    const routed = route(hedging({ budget: new HedgeBudget() }), call());
    await expect.poll(callsPerNode).toEqual([1, 0, 0, 0]);
    await servers[0]?.close();
    expect(await routed).toMatchObject({ ok: true, value: { nodeId: "b" } });
  });

  it("ends at the node when the caller goes away", async () => {
    only("a");
    servers[0]?.misbehave({ hang: true });
    const caller = new AbortController();
    const routed = route(parts(), call({ signal: caller.signal }));
    await expect.poll(callsPerNode).toEqual([1, 0, 0, 0]);
    caller.abort();
    expect(await routed).toMatchObject({ ok: false });
    await expect.poll(() => servers[0]?.left).toBe(1);
    expect(breakerFor("a")).toMatchObject({ failures: 0, failed: 0 });
  });
});

it("calls a node that has not reported for five seconds only where no other did", async () => {
  now += 6_000;
  report("d");
  expect(await route(parts(), call())).toMatchObject({ value: { nodeId: "d" } });
  only("a");
  expect(await route(parts(), call())).toMatchObject({ value: { nodeId: "a" } });
});

describe("a node that falls silent with a call in its hands", () => {
  /** The pool looks after time has passed: five seconds at once, then one at a time; `others` report meanwhile. */
  const silently = (others: () => void) =>
    parts({
      wait: async (ms, over) => {
        await quickly(ms, over);
        others();
      },
    });

  it("loses it to another after five seconds without a report, however long the call was expected to take", async () => {
    report("a", { queuedTokens: 0, runningTokens: 0, tokensPerSecond: 0.01 });
    only("a", "b");
    servers[0]?.misbehave({ hang: true });
    const begun = now;
    const routed = await route(
      silently(() => report("b")),
      call({ deadline: now + 120_000 }),
    );
    expect(routed).toMatchObject({ ok: true, value: { nodeId: "b", hedged: true } });
    expect(now - begun).toBe(5_000);
    await expect.poll(() => servers[0]?.left).toBe(1);
  });

  it.each([undefined, 100])(
    "loses it whatever the budget of second calls says, when it counts as slow after %s ms",
    async (slowAfterMs) => {
      only("a", "b");
      servers[0]?.misbehave({ hang: true });
      const budget = Object.assign(new HedgeBudget(), { spend: () => false });
      const pace = Object.assign(new Pace(), { slowAfterMs: () => slowAfterMs });
      const silent = silently(() => report("b"));
      const atOnce: RouterParts["wait"] = async (ms, over) => (ms === slowAfterMs ? undefined : silent.wait(ms, over));
      const routed = await route({ ...silent, wait: atOnce, budget, pace }, call({ deadline: now + 120_000 }));
      expect(routed).toMatchObject({ ok: true, value: { nodeId: "b", hedged: true } });
    },
  );

  it("loses it when it has joined anew: the process that was asked may be gone", async () => {
    only("a", "b");
    servers[0]?.misbehave({ hang: true });
    const rejoined = () => {
      const [a] = Object.values(nodes);
      if (a) nodes = { ...nodes, a: { ...a, epoch: 2, lastHeartbeat: now } };
    };
    expect(await route(silently(rejoined), call({ deadline: now + 120_000 }))).toMatchObject({ ok: true, value: { nodeId: "b" } });
  });

  it("keeps it while it reports, and when nobody does", async () => {
    for (const others of [() => ["a", "b"].forEach((id) => report(id)), () => undefined]) {
      only("a", "b");
      servers[0]?.misbehave({ hang: true });
      setTimeout(() => servers[0]?.release(), 120);
      const begun = now;
      expect(await route(silently(others), call({ deadline: now + 600_000 }))).toMatchObject({ ok: true, value: { nodeId: "a" } });
      expect(now - begun).toBeGreaterThan(5_000);
    }
    expect(callsPerNode()).toEqual([2, 0, 0, 0]);
  });
});
