import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { describe, expect, it } from "vitest";
import { assumedLoadSeconds, assumedTokensPerSecond, chooseNode, expectedWaitSeconds } from "./choice.ts";
import type { Candidate } from "./pooled-node.ts";

const candidate = (id: string, queuedTokens: number, more: Partial<Candidate> = {}): Candidate => ({
  id,
  url: `http://${id}`,
  epoch: 1,
  load: { queuedTokens, runningTokens: 0, tokensPerSecond: 1_000 },
  lastHeartbeat: 0,
  failures: 0,
  trial: false,
  ...more,
});
const nothingSent = () => 0;

/** Numbers in [0, 1) of a seeded generator. */
function seeded(seed: number): () => number {
  const generator = xoroshiro128plus(seed);
  return () => (generator.next() >>> 0) / 2 ** 32;
}

/** How far the fullest of 50 nodes is above the mean of 20 after 1,000 calls placed by `pick`. */
function excess(pick: (nodes: Candidate[], sent: Map<string, number>, random: () => number) => string): number {
  const nodes = Array.from({ length: 50 }, (_, index) => candidate(`n${index}`, 0));
  const sent = new Map<string, number>();
  const random = seeded(11);
  for (let i = 0; i < 1_000; i++) {
    const id = pick(nodes, sent, random);
    sent.set(id, (sent.get(id) ?? 0) + 1);
  }
  return Math.max(...sent.values()) - 1_000 / 50;
}

describe("expected wait", () => {
  it("is queued, running and just sent tokens by the node's own speed", () => {
    const node = candidate("a", 500, { load: { queuedTokens: 500, runningTokens: 300, tokensPerSecond: 400 } });
    expect(expectedWaitSeconds(node, 200)).toBe(2.5);
  });

  it("is longer where the model must be loaded first", () => {
    expect(expectedWaitSeconds(candidate("a", 500, { cold: true }), 0)).toBe(0.5 + assumedLoadSeconds);
    const picked = chooseNode([candidate("a", 0, { cold: true }), candidate("b", 1_000)], nothingSent, () => 0);
    expect(picked?.id).toBe("b");
  });

  it("assumes a slow core of a node that has measured nothing yet", () => {
    const node = candidate("a", 0, { load: { queuedTokens: 500, runningTokens: 0, tokensPerSecond: 0 } });
    expect(expectedWaitSeconds(node, 0)).toBe(500 / assumedTokensPerSecond);
  });
});

describe("choice of a node", () => {
  it("is none where there is none", () => {
    expect(chooseNode([], nothingSent, seeded(1))).toBeUndefined();
  });

  it("takes the less busy of two, whichever is drawn first", () => {
    const nodes = [candidate("busy", 5_000), candidate("idle", 0)];
    for (let seed = 0; seed < 50; seed++) expect(chooseNode(nodes, nothingSent, seeded(seed))?.id).toBe("idle");
  });

  it("counts what was sent since the report", () => {
    const nodes = [candidate("a", 0), candidate("b", 100)];
    expect(chooseNode(nodes, ({ id }) => (id === "a" ? 200 : 0), seeded(1))?.id).toBe("b");
  });

  it("never takes the busiest of three, and spreads over the others", () => {
    const nodes = [candidate("a", 0), candidate("b", 10), candidate("busiest", 1_000)];
    const random = seeded(7);
    const counts: Record<string, number> = {};
    for (let i = 0; i < 3_000; i++) {
      const { id } = chooseNode(nodes, nothingSent, random) ?? { id: "none" };
      counts[id] = (counts[id] ?? 0) + 1;
    }
    // Of the three pairs, `a` wins two and `b` one: 2/3 and 1/3. Three standard errors of 3,000 draws are 2.6 points.
    expect(counts["busiest"]).toBeUndefined();
    expect((counts["a"] ?? 0) / 3_000).toBeGreaterThan(0.64);
    expect((counts["a"] ?? 0) / 3_000).toBeLessThan(0.693);
  });

  it("leaves far less on the fullest node than blind choice: 1,000 calls over 50 nodes", () => {
    const two = excess((nodes, sent, random) => chooseNode(nodes, ({ id }) => sent.get(id) ?? 0, random)?.id ?? "");
    const blind = excess((nodes, _, random) => nodes[Math.floor(random() * nodes.length)]?.id ?? "");
    // Excess over the mean: log log n / log 2 + O(1) for two choices (Azar et al. 1999), about sqrt(2 m ln n / n) = 12.5 for one.
    expect(two).toBeLessThanOrEqual(3);
    expect(blind).toBeGreaterThan(6);
  });

  it("sends a trial to the node that is on trial", () => {
    const nodes = [candidate("idle", 0), candidate("recovering", 9_000, { trial: true, failures: 3 })];
    expect(chooseNode(nodes, nothingSent, seeded(1))?.id).toBe("recovering");
  });
});
