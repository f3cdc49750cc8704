/** How a model is changed: register, canary, promote, roll back, retire, over the routes that the operator calls. */
import { describe, expect, it } from "vitest";
import { operator, type Principal } from "../../../../contracts/principal.ts";
import type { AliasDetail, AliasView } from "../../../../contracts/services/model-registry.ts";
import { isInCanary } from "../../domain/canary.ts";
import { owner, testModel } from "../edge.ts";
import { problemCode, type CaseStage } from "./stage.ts";

const path = "/api/v1/models/aliases/default-embedding";
const second = { ...testModel, version: "v2" };
const manifest = { files: [{ path: "model.onnx", sha256: "ab".repeat(32), bytes: 5 }], licence: "Apache-2.0", source: "npm:m@1.0.0" };

export function aliasCases({ edge, startNode, outbox }: CaseStage): void {
  const put = (to: string, body: object, principal: Principal = operator) => edge().put(to, body, principal);
  const post = (to: string, body: object = {}) => edge().post(to, body, operator);
  const served = async (principal = owner) => {
    const embedded = (await edge().rpc("embed", principal, { texts: [`asked by ${principal.organisation}`] })) as {
      value: { model: string };
    };
    return embedded.value.model;
  };
  const means = async (answer: Promise<{ json(): Promise<unknown> }>) => {
    const { model, canary } = (await (await answer).json()) as AliasView;
    return [model.version, canary?.version ?? null, canary?.percent ?? null];
  };
  const told = async (about: string) =>
    (await outbox()).filter(({ subject }) => subject.startsWith(`${about}/`)).map(({ type, data }) => [type, data]);
  /** One organisation on each side of a canary of `v2` at that share. */
  const sides = (percent: number): [inside: Principal, outside: Principal] => {
    const all = Array.from({ length: 200 }, (_, i) => ({ ...owner, organisation: `org_${String(i).padStart(26, "0")}` }));
    const find = (inside: boolean) =>
      all.find(({ organisation }) => isInCanary("default-embedding", "v2", organisation, percent) === inside) ?? owner;
    return [find(true), find(false)];
  };
  const twoVersions = async () => {
    await edge().joinNode(await startNode(), "desk", [{ ...testModel, release: "1.0.0" }]);
    await edge().joinNode(await startNode(), "attic", [second]);
  };

  describe("changing a model", () => {
    it("is refused to whoever has not seen what the alias means", async () => {
      await twoVersions();
      const body = { model: "test-embedder", version: "v2" };
      const fallback = { strategies: ["any-available"] };
      const send = (to: string, sent: object, headers: Record<string, string> = {}) => edge().put(to, sent, operator, headers);
      for (const [to, sent] of [
        [path, body],
        [`${path}/canary`, { ...body, percent: 10 }],
        [`${path}/fallback`, fallback],
      ] as const)
        expect([to, ...(await problemCode(await send(to, sent)))]).toEqual([to, 428, "precondition_required"]);
      const seen = { "if-match": (await edge().get(path)).headers.get("etag") ?? "" };
      expect(seen["if-match"]).toMatch(/^"v1-w\d+"$/);
      const begun = (await send(`${path}/canary`, { ...body, percent: 10 }, seen)).headers.get("etag") ?? "";
      expect(begun).toMatch(/^"v[2-9]"$/);
      for (const [to, sent] of [
        [path, body],
        [`${path}/canary`, { ...body, percent: 20 }],
        [`${path}/fallback`, fallback],
      ] as const)
        expect([to, ...(await problemCode(await send(to, sent, seen)))]).toEqual([to, 412, "precondition_failed"]);
      const after = (await send(`${path}/fallback`, fallback, { "if-match": begun })).headers.get("etag");
      expect(await problemCode(await edge().post(`${path}/promote`, {}, operator, { "if-match": begun }))).toEqual([
        412,
        "precondition_failed",
      ]);
      const { items } = (await (await edge().get("/api/v1/models/aliases")).json()) as { items: AliasView[] };
      expect(items.map(({ alias, revision, canary }) => [alias, `"v${revision}"`, canary?.percent])).toEqual([
        ["default-embedding", after, 10],
      ]);
    });

    it("makes an alias that is not there, and none that is", async () => {
      await twoVersions();
      const make = () =>
        edge().put("/api/v1/models/aliases/mine", { model: "test-embedder", version: "v1" }, operator, { "if-none-match": "*" });
      expect((await make()).status).toBe(200);
      expect(await problemCode(await make())).toEqual([412, "precondition_failed"]);
    });

    it("of ten who have seen the same, one changes the alias", async () => {
      await twoVersions();
      const change = (percent: number) =>
        edge().put(`${path}/canary`, { model: "test-embedder", version: "v2", percent }, operator, { "if-match": '"v1"' });
      const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => change(i + 1)));
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array.from({ length: 9 }, () => 412)]);
    });

    it("goes from canary over promotion to roll back, with its history, and everybody gets what they should", async () => {
      await twoVersions();
      const [inside, outside] = sides(40);
      expect(await means(put(`${path}/canary`, { model: "test-embedder", version: "v2", percent: 40 }))).toEqual(["v1", "v2", 40]);
      expect([await served(inside), await served(outside)]).toEqual(["test-embedder@v2", "test-embedder@v1"]);
      expect(await means(post(`${path}/promote`))).toEqual(["v2", null, null]);
      expect([await served(inside), await served(outside)]).toEqual(["test-embedder@v2", "test-embedder@v2"]);
      expect(await means(post(`${path}/rollback`))).toEqual(["v1", null, null]);
      expect(await served(outside)).toBe("test-embedder@v1");
      expect(await problemCode(await post(`${path}/rollback`))).toEqual([409, "conflict"]);
      const { history, pinned } = (await (await edge().get(path)).json()) as AliasDetail;
      expect(pinned).toBe(true);
      expect(history.map(({ change, model, canary, by }) => [change, model.version, model.release, canary?.percent ?? null, by])).toEqual([
        ["rolled-back", "v1", "1.0.0", null, "operator"],
        ["promoted", "v2", null, null, "operator"],
        ["canary-set", "v1", "1.0.0", 40, "operator"],
        ["first-version", "v1", "1.0.0", null, expect.stringMatching(/^nod_/)],
      ]);
    });

    it("tells of each change, and that vectors have to be made again", async () => {
      await twoVersions();
      await put(`${path}/canary`, { model: "test-embedder", version: "v2", percent: 5 });
      await post(`${path}/promote`);
      const [v1, v2] = ["v1", "v2"].map((version) => ({ name: "test-embedder", version, dimensions: 8 }));
      expect((await told("alias")).slice(1)).toEqual([
        [
          "alias.canary-set",
          {
            alias: "default-embedding",
            name: "test-embedder",
            version: "v2",
            percent: 5,
            stable: { name: "test-embedder", version: "v1" },
            setBy: "operator",
          },
        ],
        ["alias.reembedding-announced", { alias: "default-embedding", from: v1, to: v2, percent: 5 }],
        ["alias.moved", expect.objectContaining({ version: "v2", reason: "promoted", previous: { name: "test-embedder", version: "v1" } })],
        ["alias.reembedding-announced", { alias: "default-embedding", from: v1, to: v2, percent: 100 }],
        ["alias.canary-ended", expect.objectContaining({ version: "v2", reason: "promoted" })],
      ]);
    });

    it("ends a canary without a trace for who was not in it, and makes none of what everybody gets", async () => {
      await twoVersions();
      await put(`${path}/canary`, { model: "test-embedder", version: "v2", percent: 40 });
      const ended = await edge().harness.fetch(`${path}/canary`, {
        method: "DELETE",
        headers: { "x-paissive-principal": JSON.stringify(operator) },
      });
      expect(await means(Promise.resolve(ended))).toEqual(["v1", null, null]);
      expect(await served(sides(40)[0])).toBe("test-embedder@v1");
      expect(await problemCode(await put(`${path}/canary`, { model: "test-embedder", version: "1.0.0", percent: 40 }))).toEqual([
        409,
        "conflict",
      ]);
      expect(await problemCode(await put(`${path}/canary`, { model: "test-embedder", version: "v2", percent: 100 }))).toEqual([
        400,
        "invalid_input",
      ]);
    });

    it("retires what no alias means, for good, and gives it to nobody", async () => {
      await twoVersions();
      const retire = (version: string) => post(`/api/v1/models/test-embedder@${version}/retire`);
      expect(await problemCode(await retire("v1"))).toEqual([409, "conflict"]);
      expect(await (await retire("v2")).json()).toMatchObject({ version: "v2", retiredAt: expect.any(String), readyNodes: 1 });
      expect(await (await retire("v2")).json()).toMatchObject({ version: "v2" });
      expect((await told("model")).map(([type]) => type)).toEqual([
        "model.registered",
        "model.described",
        "model.registered",
        "model.retired",
      ]);
      expect(await edge().rpc("embed", owner, { model: "test-embedder@v2", texts: ["a"] })).toMatchObject({ error: { code: "not_found" } });
      expect(await edge().rpc("embed", owner, { model: "test-embedder", texts: ["a"] })).toMatchObject({
        value: { model: "test-embedder@v1" },
      });
      expect(await problemCode(await put(path, { model: "test-embedder", version: "v2" }))).toEqual([409, "conflict"]);
      expect(await problemCode(await put(`${path}/canary`, { model: "test-embedder", version: "v2", percent: 5 }))).toEqual([
        409,
        "conflict",
      ]);
    });

    it("does not roll back to a version that is retired", async () => {
      await twoVersions();
      await put(path, { model: "test-embedder", version: "v2" });
      expect((await post("/api/v1/models/test-embedder@v1/retire")).status).toBe(200);
      expect(await problemCode(await post(`${path}/rollback`))).toEqual([409, "conflict"]);
      expect(await served()).toBe("test-embedder@v2");
    });

    it("registers a version by hand, names releases once, and finds versions by range", async () => {
      const body = { ...second, release: "1.1.0", manifest };
      expect(await (await post("/api/v1/models", body)).json()).toMatchObject({
        version: "v2",
        release: "1.1.0",
        manifest,
        aliases: [],
        readyNodes: 0,
      });
      expect((await post("/api/v1/models", body)).status).toBe(200);
      expect(await problemCode(await post("/api/v1/models", { ...body, dimensions: 16 }))).toEqual([409, "conflict"]);
      expect(await problemCode(await post("/api/v1/models", { ...body, version: "v3" }))).toEqual([409, "conflict"]);
      expect(await problemCode(await edge().post("/api/v1/models", body))).toEqual([403, "forbidden"]);
      await edge().joinNode(await startNode(), "desk");
      const name = (version: string, release: string) => put(`/api/v1/models/test-embedder@${version}/release`, { release });
      expect(await (await name("v1", "1.0.3")).json()).toMatchObject({ version: "v1", release: "1.0.3" });
      expect(await problemCode(await name("v1", "1.0.4"))).toEqual([409, "conflict"]);
      expect(await problemCode(await name("v1", "one"))).toEqual([400, "invalid_input"]);
      expect(await edge().rpc("embed", owner, { model: "test-embedder@~1.0", texts: ["a"] })).toMatchObject({
        value: { model: "test-embedder@v1" },
      });
      expect(await (await edge().get("/api/v1/models/test-embedder@^1.0.0")).json()).toMatchObject({ version: "v2" });
    });

    it("lets no organisation do any of it, and lists aliases to whoever may read models", async () => {
      await twoVersions();
      const calls = [
        put(`${path}/canary`, { model: "test-embedder", version: "v2", percent: 5 }, owner),
        put(`${path}/fallback`, { strategies: ["default"] }, owner),
        ...["promote", "rollback"].map((action) => edge().post(`${path}/${action}`, {})),
        edge().post("/api/v1/models/test-embedder@v2/retire", {}),
      ];
      for (const call of calls) expect(await problemCode(await call)).toEqual([403, "forbidden"]);
      expect(await (await edge().get("/api/v1/models/aliases")).json()).toMatchObject({
        items: [{ alias: "default-embedding", model: { version: "v1" }, canary: null, pinned: false, fallback: null }],
      });
    });
  });
}
