import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { JoinAnswer } from "../../contracts/node-protocol.ts";
import { SmallEdge, smallEdgeToken } from "../testing/small-edge.ts";
import { EdgeClient } from "./edge-client.ts";
import { CallLine } from "./line.ts";
import { Membership } from "./membership.ts";

const model = { name: "all-minilm-l6-v2", version: "v1", task: "embedding" as const, dimensions: 384, maxTokens: 256 };
const manifest = { files: [], licence: "Apache-2.0", source: "npm:somewhere@1.0.0" };
const introduction = { name: "desk", url: "http://127.0.0.1:9", device: "cpu" as const, models: [{ ...model, manifest }] };
let offered: typeof introduction;

let edge: SmallEdge;
let member: Membership | undefined;
let joined: JoinAnswer[];
let lines: string[];
beforeEach(() => {
  edge = new SmallEdge();
  offered = introduction;
  joined = [];
  lines = [];
});
afterEach(async () => {
  await member?.leave();
  await member?.close();
  member = undefined;
  await edge.close();
});

function join(url: string, token = smallEdgeToken): Membership {
  const client = new EdgeClient(new URL(url), token);
  member = new Membership({
    client,
    line: new CallLine(client),
    introduction: () => offered,
    load: () => ({ queuedTokens: 3, runningTokens: 2, tokensPerSecond: 1 }),
    loaded: () => [model.name],
    onJoined: (answer) => joined.push(answer),
    log: (line) => lines.push(line),
    pauses: { first: 10, longest: 20 },
  });
  member.start();
  return member;
}

describe("membership", () => {
  it("joins with the token and renews the lease with signed heartbeats that carry the load", async () => {
    join(await edge.listen());
    await edge.until(() => edge.heartbeats.length >= 3);
    expect(edge.joins).toEqual([introduction]);
    // Where a model comes from is said once.
    expect(edge.heartbeats[2]).toEqual({
      epoch: 1,
      status: "ready",
      models: [model],
      loaded: ["all-minilm-l6-v2"],
      load: { queuedTokens: 3, runningTokens: 2, tokensPerSecond: 1 },
    });
    expect(joined).toEqual([{ nodeId: "nod_test", key: "01".repeat(32), epoch: 1, heartbeatMs: 20, leaseMs: 1_000 }]);
  });

  it("says where a model comes from that takes another's place between two joins, once", async () => {
    join(await edge.listen());
    await edge.until(() => edge.heartbeats.length > 0);
    offered = { ...introduction, models: [{ ...model, version: "v2", manifest }] };
    const later = () => edge.heartbeats.map(({ models }) => models[0]).filter((one) => one?.version === "v2");
    await edge.until(() => later().length >= 3);
    expect(later().map((one) => one?.manifest)).toEqual([
      manifest,
      ...later()
        .slice(1)
        .map(() => undefined),
    ]);
  });

  it("waits for an edge that comes up later, and says so once", async () => {
    const url = await edge.listen();
    await edge.close();
    join(url);
    await new Promise<void>((resolve) => {
      const looking = setInterval(() => {
        if (lines.length === 0) return;
        clearInterval(looking);
        resolve();
      }, 5);
    });
    edge = new SmallEdge();
    await edge.listen(Number(new URL(url).port));
    await edge.until(() => edge.heartbeats.length >= 1);
    expect(edge.joins).toHaveLength(1);
    expect(lines.filter((line) => line.includes("cannot be reached"))).toHaveLength(1);
  });

  it.each([409, 401, 404])("joins again when a heartbeat is refused with %i, and takes the new key", async (status) => {
    const again = join(await edge.listen());
    await edge.until(() => edge.heartbeats.length >= 1);
    edge.refuseHeartbeatsWith = status;
    await edge.until(() => edge.heartbeats.some(({ epoch }) => epoch === 2));
    expect(joined.map(({ epoch, key }) => [epoch, key.slice(0, 2)])).toEqual([
      [1, "01"],
      [2, "02"],
    ]);
    expect(again.joined).toBe(true);
  });

  it("keeps its lease through answers that are the edge's own trouble", async () => {
    join(await edge.listen());
    await edge.until(() => edge.heartbeats.length >= 1);
    edge.refuseHeartbeatsWith = 503;
    await edge.until(() => edge.statuses.filter((status) => status === 503).length >= 2);
    edge.refuseHeartbeatsWith = undefined;
    const before = edge.heartbeats.length;
    await edge.until(() => edge.heartbeats.length > before);
    expect(edge.joins).toHaveLength(1);
  });

  it("says draining when it leaves, left when everything is finished, and nothing after", async () => {
    const leaving = join(await edge.listen());
    await edge.until(() => edge.heartbeats.length >= 1);
    await leaving.leave();
    await leaving.left();
    await leaving.close();
    member = undefined;
    expect(edge.heartbeats.slice(-2).map(({ status }) => status)).toEqual(["draining", "left"]);
    expect(edge.heartbeats.filter(({ status }) => status !== "ready")).toHaveLength(2);
  });

  it("is not a member with a wrong token, and says why", async () => {
    const refused = join(await edge.listen(), "another token");
    await edge.until(() => edge.statuses.length >= 4);
    expect(edge.statuses.every((status) => status === 401)).toBe(true);
    expect(refused.joined).toBe(false);
    expect(lines).toEqual([expect.stringContaining("refused the join token with 401")]);
  });
});
