/** One-time join tokens and the end of a node. */
import { describe, expect, it } from "vitest";
import type { Page } from "../../../../contracts/page.ts";
import { operator, type Principal } from "../../../../contracts/principal.ts";
import type { IssuedJoinToken } from "../../../../contracts/services/node-admission.ts";
import { owner, testModel } from "../edge.ts";
import { problemCode, type CaseStage } from "./stage.ts";

const tokens = "/api/v1/nodes/join-tokens";

export function admissionCases({ edge, startNode, outbox }: CaseStage): void {
  const issue = async (body: object = {}) => (await (await edge().post(tokens, body, operator)).json()) as IssuedJoinToken;
  const remove = (path: string, principal = operator) =>
    edge().harness.fetch(path, { method: "DELETE", headers: { "x-paissive-principal": JSON.stringify(principal) } });
  const join = async (token: string, name: string) =>
    edge().join({ name, url: (await startNode()).url, device: "cpu", models: [testModel] }, token);
  const states = async () =>
    ((await (await edge().get(tokens, operator)).json()) as { items: IssuedJoinToken[] }).items.map(({ state, nodeName, token }) => [
      state,
      nodeName,
      token,
    ]);

  describe("a one-time join token", () => {
    it("lets one node join, that one again, and no other", async () => {
      const { token } = await issue({ note: "for the desk" });
      expect(token).toMatch(/^pnj_[0-9a-f]{64}$/);
      expect(await states()).toEqual([["unused", null, undefined]]);
      expect((await join(token, "desk")).status).toBe(200);
      expect((await join(token, "desk")).status).toBe(200);
      expect(await problemCode(await join(token, "attic"))).toEqual([401, "unauthenticated"]);
      expect(await states()).toEqual([["used", "desk", undefined]]);
      expect(JSON.stringify([await outbox(), await edge().query("SELECT * FROM join_tokens")])).not.toContain(token);
    });

    it("is for the name that it was made for, until it expires or is revoked", async () => {
      const { token } = await issue({ nodeName: "desk" });
      expect(await problemCode(await join(token, "attic"))).toEqual([401, "unauthenticated"]);
      await edge().query("UPDATE join_tokens SET expires_at = 1");
      expect(await problemCode(await join(token, "desk"))).toEqual([401, "unauthenticated"]);
      const other = await issue();
      expect((await remove(`${tokens}/${other.id}`)).status).toBe(204);
      expect(await problemCode(await join(other.token, "desk"))).toEqual([401, "unauthenticated"]);
      expect((await states()).map(([state]) => state)).toEqual(["revoked"]);
    });

    it("is listed page by page, each once, the latest first; so are nodes, by name", async () => {
      const issued = [await issue(), await issue(), await issue()];
      const all = async (path: string) => {
        const seen: { id: string; name?: string }[] = [];
        for (let cursor = ""; ;) {
          const { items, nextCursor } = (await (await edge().get(`${path}?limit=2${cursor}`, operator)).json()) as Page<{ id: string }>;
          expect(items.length).toBeLessThanOrEqual(2);
          seen.push(...items);
          if (nextCursor === undefined) return seen;
          cursor = `&cursor=${encodeURIComponent(nextCursor)}`;
        }
      };
      expect(new Set((await all(tokens)).map(({ id }) => id))).toEqual(new Set(issued.map(({ id }) => id)));
      expect(await all(tokens)).toHaveLength(3);
      for (const [index, name] of ["c", "a", "b"].entries()) await join(issued[index]?.token ?? "", name);
      const nodes = async () => {
        const first = (await (await edge().get("/api/v1/nodes?limit=2")).json()) as Page<{ name: string }>;
        const rest = `cursor=${encodeURIComponent(first.nextCursor ?? "")}`;
        const second = (await (await edge().get(`/api/v1/nodes?limit=2&${rest}`)).json()) as Page<{ name: string }>;
        return [...first.items, ...second.items].map(({ name }) => name);
      };
      expect(await nodes()).toEqual(["a", "b", "c"]);
    });

    it("is made by the operator alone", async () => {
      expect(await problemCode(await edge().post(tokens, {}))).toEqual([403, "forbidden"]);
      expect(await problemCode(await edge().get(tokens))).toEqual([403, "forbidden"]);
      expect(await problemCode(await remove(`${tokens}/jtk_0123456789`, owner))).toEqual([403, "forbidden"]);
      expect(await problemCode(await remove(`${tokens}/jtk_0123456789`))).toEqual([404, "not_found"]);
    });

    it("of two nodes at once lets one join", async () => {
      const { token } = await issue();
      const statuses = (await Promise.all(["a", "b", "c", "d"].map((name) => join(token, name)))).map(({ status }) => status);
      expect(statuses.toSorted()).toEqual([200, 401, 401, 401]);
    });
  });

  describe("a node that is drained", () => {
    const drain = (id: string, principal?: Principal) => edge().put(`/api/v1/nodes/${id}/drain`, {}, principal ?? operator);
    const resume = (id: string) => remove(`/api/v1/nodes/${id}/drain`);
    const seen = async () => ((await edge().rpc("nodes", owner)) as { value: { status: string; drained: boolean }[] }).value[0];

    it("gets no new calls, whatever it says and also when it has joined again, until it is resumed", async () => {
      const node = await startNode();
      const joined = await edge().joinNode(node, "desk");
      expect(await problemCode(await drain(joined.nodeId, owner))).toEqual([403, "forbidden"]);
      expect((await drain(joined.nodeId)).status).toBe(204);
      expect((await drain(joined.nodeId)).status).toBe(204);
      expect(await seen()).toMatchObject({ status: "draining", drained: true });
      expect(await edge().rpc("embed", owner, { texts: ["drained"] })).toMatchObject({ error: { code: "unavailable" } });
      const load = { queuedTokens: 0, runningTokens: 0, tokensPerSecond: 1 };
      await edge().heartbeat(joined, { epoch: 1, status: "ready", models: [testModel], load });
      expect(await edge().rpc("embed", owner, { texts: ["after a heartbeat"] })).toMatchObject({ error: { code: "unavailable" } });
      await edge().joinNode(node, "desk");
      expect(await seen()).toMatchObject({ status: "draining", drained: true });
      expect((await resume(joined.nodeId)).status).toBe(204);
      expect(await seen()).toMatchObject({ status: "ready", drained: false });
      expect(await edge().rpc("embed", owner, { texts: ["resumed"] })).toMatchObject({ ok: true });
      expect(await problemCode(await drain("nod_01kb3m5v9q0000000000000001"))).toEqual([404, "not_found"]);
      expect((await outbox()).filter(({ type }) => type === "node.draining-set")).toHaveLength(2);
    });
  });

  describe("a node that is revoked", () => {
    it("has a dead key, gets no calls and leaves its name and no token behind", async () => {
      const { token } = await issue();
      const node = await startNode();
      const joined = (await (await edge().join({ name: "desk", url: node.url, device: "cpu", models: [testModel] }, token)).json()) as {
        nodeId: string;
        key: string;
      };
      node.trust(joined);
      expect(await edge().rpc("embed", owner, { texts: ["a"] })).toMatchObject({ ok: true });
      expect(await problemCode(await remove(`/api/v1/nodes/${joined.nodeId}`, owner))).toEqual([403, "forbidden"]);
      expect((await remove(`/api/v1/nodes/${joined.nodeId}`)).status).toBe(204);
      const beat = {
        epoch: 1,
        status: "ready" as const,
        models: [testModel],
        load: { queuedTokens: 0, runningTokens: 0, tokensPerSecond: 1 },
      };
      expect(await problemCode(await edge().heartbeat(joined, beat))).toEqual([401, "unauthenticated"]);
      expect(await edge().rpc("embed", owner, { texts: ["not asked before"] })).toMatchObject({ error: { code: "unavailable" } });
      expect(await edge().rpc("nodes", owner)).toMatchObject({ value: [] });
      expect(await problemCode(await join(token, "desk"))).toEqual([401, "unauthenticated"]);
      expect((await outbox()).map(({ type }) => type).slice(-2)).toEqual(["node.revoked", "join-token.revoked"]);
      expect(await (await edge().join({ name: "desk", url: node.url, device: "cpu", models: [testModel] })).json()).toMatchObject({
        epoch: 1,
      });
      expect(await problemCode(await remove(`/api/v1/nodes/${joined.nodeId}`))).toEqual([404, "not_found"]);
    });
  });
}
