import { describe, expect, it } from "vitest";
import { failuresToOpen } from "./breaker.ts";
import { candidatesFor, fail, hasLapsed, hear, recover, settle, type PoolNodes } from "./pool.ts";
import { fenceAfterMs, leaseMs, type Report } from "./pooled-node.ts";

const wanted = { name: "minilm", version: "v1" };
const ready: Report = { status: "ready", models: [wanted], load: { queuedTokens: 0, runningTokens: 0, tokensPerSecond: 100 } };
const facts = (id: string, epoch = 1) => ({ id, url: `http://${id}`, epoch });

const poolOf = (...ids: string[]): PoolNodes => ids.reduce((nodes: PoolNodes, id) => hear(nodes, facts(id), ready, 0).nodes, {});
const failTimes = (nodes: PoolNodes, id: string, times: number, now: number): PoolNodes =>
  Array.from({ length: times }).reduce<PoolNodes>((before) => fail(before, call(id), now), nodes);
const call = (id: string, epoch = 1, model = "minilm@v1") => ({ id, epoch, model });
const idsFor = (nodes: PoolNodes, now: number) => candidatesFor(nodes, wanted, now).candidates.nodes.map(({ id }) => id);

describe("pool", () => {
  it("offers the nodes that serve the wanted version, and no others", () => {
    const other = { ...ready, models: [{ name: "minilm", version: "v2" }] };
    const nodes = hear(poolOf("a", "b"), facts("c"), other, 0).nodes;
    expect(idsFor(nodes, 1)).toEqual(["a", "b"]);
    expect(candidatesFor(nodes, { name: "minilm", version: "v2" }, 1).candidates.nodes.map(({ id }) => id)).toEqual(["c"]);
  });

  it("says which nodes would have to load the model first", () => {
    const nodes = hear(
      hear(poolOf("a"), facts("b"), { ...ready, loaded: ["minilm"] }, 0).nodes,
      facts("c"),
      { ...ready, loaded: [] },
      0,
    ).nodes;
    expect(candidatesFor(nodes, wanted, 1).candidates.nodes.map(({ id, cold }) => [id, cold ?? false])).toEqual([
      ["a", false],
      ["b", false],
      ["c", true],
    ]);
    expect(hear(nodes, facts("c"), { ...ready, loaded: ["minilm"] }, 1).changed).toBe(false);
  });

  it("offers a node up to the end of its lease and not a millisecond longer", () => {
    expect(idsFor(poolOf("a"), leaseMs - 1)).toEqual(["a"]);
    expect(idsFor(poolOf("a"), leaseMs)).toEqual([]);
  });

  it("offers no node that drains", () => {
    expect(idsFor(hear(poolOf("a", "b"), facts("a"), { ...ready, status: "draining" }, 1).nodes, 2)).toEqual(["b"]);
  });

  it("tells a change of membership from a change of load", () => {
    const nodes = poolOf("a");
    expect(hear({}, facts("a"), ready, 0).changed).toBe(true);
    expect(hear(nodes, facts("a"), { ...ready, load: { ...ready.load, queuedTokens: 9 } }, 1).changed).toBe(false);
    expect(hear(nodes, facts("a", 2), ready, 1).changed).toBe(true);
    expect(hear(nodes, facts("a"), { ...ready, models: [] }, 1).changed).toBe(true);
    expect(hear(nodes, facts("a"), { ...ready, status: "draining" }, 1).changed).toBe(true);
  });

  it("stops offering a node after three failures in a row and says when a trial is due", () => {
    const nodes = failTimes(poolOf("a", "b"), "a", failuresToOpen, 1_000);
    expect(idsFor(nodes, 1_000)).toEqual(["b"]);
    expect(candidatesFor(nodes, wanted, 2_000).candidates.trialInMs).toBe(4_000);
  });

  it("offers a node on trial to one caller only", () => {
    const nodes = failTimes(poolOf("a"), "a", failuresToOpen, 1);
    const first = candidatesFor(nodes, wanted, 5_001);
    expect(first.candidates.nodes.map(({ id, trial }) => [id, trial])).toEqual([["a", true]]);
    expect(idsFor(first.nodes, 5_002)).toEqual([]);
  });

  it("offers it again to all once the trial succeeded", () => {
    const tried = candidatesFor(failTimes(poolOf("a"), "a", failuresToOpen, 1), wanted, 5_001).nodes;
    expect(candidatesFor(recover(tried, call("a"), 5_002), wanted, 5_003).candidates.nodes).toMatchObject([
      { id: "a", trial: false, failures: 0 },
    ]);
  });

  it("forgets failures when the node joins again, and ignores failures of its earlier process", () => {
    const failed = failTimes(poolOf("a"), "a", failuresToOpen, 1);
    const rejoined = hear(failed, facts("a", 2), ready, 1).nodes;
    expect(idsFor(rejoined, 2)).toEqual(["a"]);
    expect(fail(rejoined, call("a", 1), 2)).toEqual(rejoined);
  });

  it("keeps failures through heartbeats: being alive is not answering", () => {
    const failed = failTimes(poolOf("a"), "a", failuresToOpen, 1);
    expect(idsFor(hear(failed, facts("a"), ready, 1).nodes, 2)).toEqual([]);
  });

  it("drops a node that was silent for an hour", () => {
    expect(Object.keys(hear(poolOf("a"), facts("b"), ready, 3_599_999).nodes)).toEqual(["a", "b"]);
    expect(Object.keys(hear(poolOf("a"), facts("b"), ready, 3_600_000).nodes)).toEqual(["b"]);
  });

  it("pauses a node for the version that failed there, not for its others", () => {
    const both = { ...ready, models: [wanted, { name: "other", version: "v1" }] };
    const nodes = failTimes(hear({}, facts("a"), both, 0).nodes, "a", failuresToOpen, 1);
    expect(idsFor(nodes, 2)).toEqual([]);
    expect(candidatesFor(nodes, { name: "other", version: "v1" }, 2).candidates.nodes.map(({ id }) => id)).toEqual(["a"]);
  });

  it("pauses a node of whose latest calls half failed, as far as answers were reported", () => {
    const after = (answers: number) => {
      let nodes = poolOf("a");
      for (let i = 0; i < 8; i++) {
        nodes = settle(nodes, [{ ...call("a"), count: answers }], 1_000);
        nodes = fail(nodes, call("a"), 1_000);
      }
      return idsFor(nodes, 1_001);
    };
    expect(after(1)).toEqual([]);
    expect(after(3)).toEqual(["a"]);
  });

  it("knows a lease that ran out from one that the pool forgot or that another epoch has", () => {
    const nodes = poolOf("a");
    expect(hasLapsed(nodes, facts("a"), fenceAfterMs - 1)).toBe(false);
    expect(hasLapsed(nodes, facts("a"), fenceAfterMs)).toBe(true);
    expect(hasLapsed(nodes, facts("a", 2), fenceAfterMs)).toBe(false);
    expect(hasLapsed({}, facts("a"), fenceAfterMs)).toBe(false);
  });
});
