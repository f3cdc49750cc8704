import { describe, expect, it } from "vitest";
import { parseEmbeddingsRequest, textsOf } from "./embeddings-request.ts";

const parse = (body: unknown) => parseEmbeddingsRequest(new TextEncoder().encode(typeof body === "string" ? body : JSON.stringify(body)));
const detail = (body: unknown) => {
  const parsed = parse(body);
  return parsed.ok ? "accepted" : `${parsed.error.code}: ${parsed.error.detail}`;
};

describe("a request's body", () => {
  it("takes one text or many, and fills in what was left out", () => {
    expect(parse({ model: "m", input: "Fine." })).toEqual({
      ok: true,
      value: { model: "m", input: "Fine.", encoding_format: "float", isolated: false },
    });
    expect(parse({ model: "m", input: ["a", "b"], encoding_format: "base64", dimensions: 8, isolated: true, deadline: 5 }).ok).toBe(true);
  });

  it.each([
    ["", "not valid JSON"],
    ["{", "not valid JSON"],
    ["[]", "must be a JSON object"],
    [{ model: "m" }, "`input` is missing"],
    [{ model: "m", input: "" }, "`input` is empty"],
    [{ model: "m", input: [] }, "at least one text"],
    [{ model: "m", input: ["a", ""] }, "`input[1]` is empty"],
    [{ model: "m", input: [[1, 2]] }, "token numbers are not supported"],
    [{ model: "m", input: 7 }, "must be a text or a list"],
    [{ model: "m", input: Array.from({ length: 2049 }, () => "a") }, "2049 texts, at most 2048"],
    [{ input: "a" }, "`model`"],
    [{ model: "m", input: "a", dimensions: 0 }, "`dimensions`"],
    [{ model: "m", input: "a", encoding_format: "hex" }, "`encoding_format`"],
  ])("says what is wrong with %j", (body, expected) => {
    expect(detail(body)).toMatch(/^invalid_input: /);
    expect(detail(body)).toContain(expected);
  });

  it("refuses bytes that are not UTF-8", () => {
    expect(parseEmbeddingsRequest(Uint8Array.of(0x7b, 0xff, 0x7d))).toMatchObject({ error: { detail: "The body is not valid UTF-8." } });
  });

  it("replaces half a surrogate pair, as every UTF-8 encoder does", () => {
    expect(textsOf({ model: "m", input: ["cut \ud83d"], encoding_format: "float", isolated: false })).toEqual(["cut \ufffd"]);
  });
});
