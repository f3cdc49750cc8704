import { describe, expect, it } from "vitest";
import { readClassifyRequest, readRerankRequest, writeClassifyAnswer, writeRerankAnswer } from "./text-classes.ts";

const rest = { model: "m@v1", tokens: 7, truncated: 0, nodeId: "nod_1", times: {} };
const usage = { prompt_tokens: 7, total_tokens: 7 };
const faultOf = (result: ReturnType<typeof readClassifyRequest> | ReturnType<typeof readRerankRequest>) =>
  result.ok ? undefined : [result.error.fields?.[0]?.path, result.error.detail];

describe("a classify request", () => {
  it("takes one text or several and names what is wrong", () => {
    expect(readClassifyRequest({ model: "m", input: "a" })).toEqual({ ok: true, value: { model: "m", texts: ["a"], priority: "normal" } });
    expect(readClassifyRequest({ model: "m", input: ["a", "b"] })).toMatchObject({ value: { texts: ["a", "b"] } });
    expect(faultOf(readClassifyRequest({ model: "m", input: ["a", ""] }))).toEqual([
      "input",
      "`input`: item 1 must be a text that is not empty.",
    ]);
    expect(faultOf(readClassifyRequest({ input: "a" }))?.[0]).toBe("model");
  });

  it("is answered with the labels of each text", () => {
    const results = [[{ label: "yes", score: 0.75 }]];
    expect(writeClassifyAnswer({ ...rest, results })).toEqual({ object: "classify", data: results, model: "m@v1", usage });
  });
});

describe("a rerank request", () => {
  it("takes a query and documents and names what is wrong", () => {
    const body = { model: "m", query: "q", documents: ["a", "b"], top_n: 1, return_documents: true };
    expect(readRerankRequest(body)).toEqual({
      ok: true,
      value: { model: "m", query: "q", documents: ["a", "b"], topN: 1, priority: "normal", sendBack: true },
    });
    expect(faultOf(readRerankRequest({ ...body, documents: "a" }))).toEqual(["documents", "`documents`: must be a list of texts."]);
    expect(faultOf(readRerankRequest({ ...body, documents: [] }))?.[0]).toBe("documents");
    expect(faultOf(readRerankRequest({ ...body, query: "" }))?.[0]).toBe("query");
    expect(faultOf(readRerankRequest({ ...body, top_n: 0 }))?.[0]).toBe("top_n");
  });

  it("is answered by relevance, with the documents when they shall go back", () => {
    const ranking = { ...rest, method: "bi-encoder" as const, results: [{ index: 1, score: 0.5 }] };
    const answer = { object: "rerank", id: "rerank-1", method: "bi-encoder", model: "m@v1", usage };
    expect(writeRerankAnswer(ranking, "rerank-1")).toEqual({ ...answer, results: [{ index: 1, relevance_score: 0.5 }] });
    expect(writeRerankAnswer(ranking, "rerank-1", ["a", "b"])).toEqual({
      ...answer,
      results: [{ index: 1, relevance_score: 0.5, document: { text: "b" } }],
    });
  });
});
