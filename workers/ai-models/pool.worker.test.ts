import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { failuresToOpen } from "./domain/breaker.ts";
import type { Report } from "./domain/pooled-node.ts";
import { nodePool } from "./pool.ts";

const namespace = (env as unknown as { NODE_POOL: DurableObjectNamespace }).NODE_POOL;
const pool = nodePool(namespace);
const wanted = { name: "minilm", version: "v1" };
const facts = (id: string, epoch = 1) => ({ id, url: `http://${id}.test`, epoch });
const report: Report = { status: "ready", models: [wanted], load: { queuedTokens: 5, runningTokens: 0, tokensPerSecond: 100 } };

/** What the object has stored; undefined when nothing. */
async function stored(): Promise<{ nodes: Record<string, { load: { queuedTokens: number } }> } | undefined> {
  return runInDurableObject(namespace.getByName("pool"), (_, state) => state.storage.get("data"));
}

describe("the pool as an itty-durable object", () => {
  it("passes calls on and back, whatever the characters", async () => {
    expect(await pool.joined(facts("nöd’1"), report)).toEqual({ changed: true });
    expect(await pool.candidates(wanted, [])).toMatchObject({ nodes: [{ id: "nöd’1", failures: 0, trial: false }] });
    expect(await pool.heartbeat(facts("nöd’1"), report, "a")).toEqual({ fresh: true, lapsed: false, changed: false });
    expect(await pool.heartbeat(facts("nöd’1"), report, "a")).toEqual({ fresh: false, lapsed: false, changed: false });
  });

  it("counts failures and forgets them after a success", async () => {
    const call = { id: "b", epoch: 1, model: "minilm@v1" };
    await pool.joined(facts("b"), report);
    for (let i = 0; i < failuresToOpen; i++) await pool.failed(call, false);
    const ids = async () => (await pool.candidates(wanted, [])).nodes.map(({ id }) => id);
    expect(await ids()).not.toContain("b");
    await pool.joined(facts("b", 2), report);
    expect(await ids()).toContain("b");
    for (let i = 0; i < failuresToOpen; i++) {
      await pool.recovered({ ...call, epoch: 2 });
      await pool.failed({ ...call, epoch: 2 }, false);
    }
    expect(await ids()).toContain("b");
  });

  it("takes answers with the next question, and forgets a node that is revoked", async () => {
    await pool.joined(facts("e"), report);
    const answered = { id: "e", epoch: 1, model: "minilm@v1", count: 3 };
    await pool.candidates(wanted, [answered]);
    expect((await pool.list())["e"]?.breakers?.["minilm@v1"]?.answered).toBe(3);
    await pool.revoked("e");
    expect(await pool.list()).not.toHaveProperty("e");
  });

  it("stores itself when membership changes, and not for every load report", async () => {
    await pool.joined(facts("c"), report);
    await pool.heartbeat(facts("c"), { ...report, load: { ...report.load, queuedTokens: 77 } }, "b");
    expect((await stored())?.nodes["c"]?.load.queuedTokens).toBe(5);
    expect((await pool.list())["c"]?.load.queuedTokens).toBe(77);
  });

  it("holds no binding: the library would copy every one onto its state", async () => {
    const names = await runInDurableObject(namespace.getByName("pool"), (instance) =>
      Object.keys((instance as unknown as { state: object }).state),
    );
    expect(names).not.toContain("NODE_POOL");
    expect(names).toContain("router");
  });

  it("refuses arguments that it does not know, with a message", async () => {
    await expect(pool.joined({ ...facts("d"), epoch: 1.5 }, report)).rejects.toThrow(/epoch/);
  });
});
