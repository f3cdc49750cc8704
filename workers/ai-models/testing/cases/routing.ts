/** What the router does for a call beyond finding a node: one computation for equal calls, a cache, several nodes, another version, and an end. */
import { describe, expect, it } from "vitest";
import { operator, type Principal } from "../../../../contracts/principal.ts";
import type { Figures } from "../../../../contracts/services/model-monitor.ts";
import { owner, testModel } from "../edge.ts";
import { vectorOf } from "../vector-node.ts";
import type { CaseStage } from "./stage.ts";

const stranger: Principal = { ...owner, organisation: "org_00000000000000000000000009" };
const float32 = (texts: string[]) => Array.from(Float32Array.from(texts.flatMap(vectorOf)));

export function routingCases({ edge, startNode }: CaseStage): void {
  const model = (name: string, version = "v1") => ({ ...testModel, name, version });
  const embed = (name: string, texts: string[], more: object = {}, principal = owner) =>
    edge().rpc("embed", principal, { model: name, texts, fresh: false, ...more }) as Promise<{
      ok: boolean;
      value: { model: string; vectors: { float32: number[] } };
    }>;
  const total = async (name: string) => {
    const { series } = (await (await edge().get(`/api/v1/models/metrics?model=${name}`)).json()) as {
      series: { version: string; total: Figures }[];
    };
    return Object.fromEntries(series.map(({ version, total: figures }) => [version, figures]));
  };

  describe("equal calls", () => {
    it("under way at once are computed once, for one organisation, and counted so", async () => {
      const node = await startNode();
      await edge().joinNode(node, "desk", [model("equal")]);
      node.misbehave({ hang: true });
      const own = Array.from({ length: 4 }, () => embed("equal", ["same"]));
      const others = embed("equal", ["same"], {}, stranger);
      await expect.poll(() => node.calls.length, { timeout: 10_000 }).toBe(2);
      node.release();
      for (const answer of await Promise.all([...own, others])) expect(answer.value.vectors.float32).toEqual(float32(["same"]));
      expect(node.calls).toHaveLength(2);
      expect((await total("equal"))["v1"]).toMatchObject({ requests: 5, cacheHits: 3, tokens: 6 });
    });

    it("later are answered from the cache, in each form for itself, unless the caller wants a fresh one", async () => {
      const node = await startNode();
      await edge().joinNode(node, "desk", [model("cached")]);
      const first = await embed("cached", ["same"]);
      expect(first.value).toMatchObject({ times: { tokenizeMs: 0.5, queueMs: 3.5, inferenceMs: 2 } });
      expect((await embed("cached", ["same"])).value).toEqual({ ...first.value, cached: true, times: {} });
      expect(node.calls).toHaveLength(1);
      await embed("cached", ["same"], { isolated: true });
      expect(await embed("cached", ["same"], { isolated: true })).toMatchObject({ ok: true });
      await embed("cached", ["same"], {}, stranger);
      expect(node.calls.map(({ isolated }) => isolated)).toEqual([false, true, false]);
      await embed("cached", ["same"], { fresh: true });
      const body = JSON.stringify({ model: "cached", input: ["same"], dimensions: 3 });
      const post = (headers: Record<string, string>) =>
        edge().harness.fetch("/api/v1/embeddings", {
          method: "POST",
          headers: { "content-type": "application/json", "x-paissive-principal": JSON.stringify(owner), ...headers },
          body,
        });
      const kept = await post({});
      expect([kept.status, kept.headers.get("server-timing")]).toEqual([200, expect.stringMatching(/^cache;desc=hit, total;dur=[\d.]+$/)]);
      expect(node.calls).toHaveLength(4);
      const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
      const computed = await post({ "cache-control": "no-cache", traceparent });
      expect(computed.headers.get("server-timing")).toMatch(/^tokenize;dur=0.5, queue;dur=3.5, inference;dur=2.0, total;dur=[\d.]+$/);
      expect(node.calls).toHaveLength(5);
      expect(node.traces[4]).toMatch(/^00-4bf92f3577b34da6a3ce929d0e0e4736-(?!00f067aa0ba902b7)/);
    });
  });

  describe("a large call", () => {
    it("is computed by several nodes, with its rows in their order; an isolated one by one", async () => {
      const nodes = [await startNode(), await startNode()];
      for (const [i, node] of nodes.entries()) await edge().joinNode(node, `desk ${i}`, [model("large")]);
      const texts = Array.from({ length: 600 }, (_, i) => `text ${i} `.padEnd(40, "x"));
      expect((await embed("large", texts)).value.vectors.float32).toEqual(float32(texts));
      expect(nodes.map(({ calls }) => calls.length)).toEqual([1, 1]);
      await embed("large", texts, { isolated: true });
      expect(nodes.reduce((sum, { calls }) => sum + calls.length, 0)).toBe(3);
    });
  });

  describe("a fallback policy", () => {
    const alias = "/api/v1/models/aliases/default-embedding/fallback";
    const policy = (body: object) => edge().put(alias, body, operator);

    it("has another version answer, says which, and counts it once it has answered", async () => {
      const [first, second] = [await startNode(), await startNode()];
      await edge().joinNode(first, "desk", [model("fell")]);
      await edge().joinNode(second, "attic", [model("stood-in")]);
      expect((await policy({ strategies: ["specified-list"], models: ["nothing"] })).status).toBe(404);
      expect((await policy({ strategies: ["specified-list"], models: ["stood-in"], maxAttempts: 2 })).status).toBe(200);
      first.misbehave({ status: 500 });
      const ask = (texts: string[], more: object = {}) => edge().rpc("embed", owner, { texts, ...more });
      expect(await ask(["one"])).toMatchObject({ ok: true, value: { model: "stood-in@v1" } });
      // Bytes that must be equal come from one version; so does what is asked for by its name.
      expect(await ask(["one"], { isolated: true })).toMatchObject({ ok: false, error: { code: "unavailable" } });
      expect(await ask(["two"], { model: "fell" })).toMatchObject({ ok: false, error: { code: "unavailable" } });
      second.misbehave({ status: 500 });
      expect(await ask(["three"])).toMatchObject({ ok: false, error: { code: "unavailable", detail: expect.stringContaining("fell") } });
      expect((await total("stood-in"))["v1"]).toMatchObject({ requests: 2, fallbacks: { "specified-list": { asked: 2, answered: 1 } } });
      const removed = await edge().harness.fetch(alias, {
        method: "DELETE",
        headers: { "x-paissive-principal": JSON.stringify(operator) },
      });
      expect(await removed.json()).toMatchObject({ fallback: null });
    });
  });
}
