import { describe, expect, it } from "vitest";
import { readEmbeddingsRequest, writeEmbeddingsAnswer } from "./openai-embeddings.ts";

const read = (body: object) => readEmbeddingsRequest({ model: "m", ...body });
const faultOf = (body: object) => {
  const result = read(body);
  return result.ok ? undefined : [result.error.fields?.[0]?.path, result.error.detail];
};

describe("OpenAI's embeddings request", () => {
  it("takes one text or several", () => {
    expect(read({ input: "a" })).toEqual({ ok: true, value: { model: "m", texts: ["a"], format: "float", priority: "normal" } });
    expect(read({ input: ["a", "b"], encoding_format: "base64", dimensions: 3, user: "u" })).toEqual({
      ok: true,
      value: { model: "m", texts: ["a", "b"], format: "base64", priority: "normal", dimensions: 3 },
    });
  });

  it("refuses tokens in either form and says what to send instead", () => {
    const refusal = ["input", "`input`: token arrays are not supported, send the text itself."];
    expect(faultOf({ input: [1, 2] })).toEqual(refusal);
    expect(faultOf({ input: [[1, 2], [3]] })).toEqual(refusal);
  });

  it("names what is wrong with the input", () => {
    expect(faultOf({ input: "" })).toEqual(["input", "`input`: must not be empty."]);
    expect(faultOf({ input: [] })).toEqual(["input", "`input`: must not be an empty list."]);
    expect(faultOf({ input: ["a", ""] })).toEqual(["input", "`input`: item 1 must be a text that is not empty."]);
    expect(faultOf({ input: { text: "a" } })).toEqual(["input", "`input`: must be a text or a list of texts."]);
    expect(faultOf({})).toEqual(["input", "`input`: must be a text or a list of texts."]);
    expect(faultOf({ input: Array.from({ length: 2_049 }, () => "a") })).toEqual([
      "input",
      "`input`: must hold at most 2048 texts, not 2049.",
    ]);
  });

  it("names any other field that is wrong", () => {
    expect(faultOf({ input: "a", dimensions: 0 })?.[0]).toBe("dimensions");
    expect(faultOf({ input: "a", encoding_format: "hex" })?.[0]).toBe("encoding_format");
    expect(faultOf({ model: undefined, input: "a" })?.[0]).toBe("model");
  });
});

describe("OpenAI's embeddings answer", () => {
  const embeddings = {
    model: "m@v1",
    dimensions: 2,
    vectors: Float32Array.of(1, -2, 0.5, 0),
    tokens: 7,
    truncated: 0,
    nodeId: "nod_1",
    times: {},
  };

  it("lists one embedding a text in their order, with the tokens read", () => {
    expect(writeEmbeddingsAnswer(embeddings, "float")).toEqual({
      object: "list",
      data: [
        { object: "embedding", index: 0, embedding: [1, -2] },
        { object: "embedding", index: 1, embedding: [0.5, 0] },
      ],
      model: "m@v1",
      usage: { prompt_tokens: 7, total_tokens: 7 },
    });
  });

  it("writes base64 when asked", () => {
    expect(writeEmbeddingsAnswer(embeddings, "base64").data[0]?.embedding).toBe("AACAPwAAAMA=");
  });
});
