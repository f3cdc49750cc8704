import { describe, expect, it } from "vitest";
import { nodeClassifyRequestSchema, nodeEmbeddingsRequestSchema, nodeRerankRequestSchema } from "../../../contracts/node-protocol.ts";
import { nodeCall, textsOf } from "./node-call.ts";

const soon = { priority: "background", deadline: 9 } as const;

describe("a call to a node", () => {
  it("carries the texts, the version asked for, its priority and the deadline to the path of its kind", () => {
    expect(nodeCall({ kind: "embed", texts: ["a", "b"], isolated: true }, "m@1", soon)).toEqual({
      path: "/v1/embeddings",
      rows: 2,
      body: { model: "m@1", input: ["a", "b"], encoding_format: "float", isolated: true, priority: "background", deadline: 9 },
    });
    expect(nodeCall({ kind: "classify", texts: ["a"], isolated: false }, "m@1", soon)).toMatchObject({ path: "/v1/classify", rows: 1 });
    expect(nodeCall({ kind: "rerank", query: "q", documents: ["a", "b", "c"], isolated: false }, "m@1", soon)).toMatchObject({
      path: "/v1/rerank",
      rows: 3,
      body: { query: "q", documents: ["a", "b", "c"] },
    });
  });

  it("is what the node's schemas read", () => {
    const bodyOf = (work: Parameters<typeof nodeCall>[0]) => nodeCall(work, "m@1", soon).body;
    const [embed, classify, rerank] = [
      bodyOf({ kind: "embed", texts: ["a"], isolated: false }),
      bodyOf({ kind: "classify", texts: ["a"], isolated: false }),
      bodyOf({ kind: "rerank", query: "q", documents: ["a"], isolated: false }),
    ];
    expect(nodeEmbeddingsRequestSchema.parse(embed)).toEqual(embed);
    expect(nodeClassifyRequestSchema.parse(classify)).toEqual(classify);
    expect(nodeRerankRequestSchema.parse(rerank)).toEqual(rerank);
  });

  it("counts a query once for every document", () => {
    expect(textsOf({ kind: "rerank", query: "q", documents: ["a", "b"], isolated: false })).toEqual(["q", "a", "q", "b"]);
    expect(textsOf({ kind: "embed", texts: ["a"], isolated: false })).toEqual(["a"]);
  });
});
