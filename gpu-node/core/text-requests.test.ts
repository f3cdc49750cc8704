import { describe, expect, it } from "vitest";
import { parseTextRequest, type TextRoute } from "./text-requests.ts";

const bytes = (body: unknown) => new TextEncoder().encode(typeof body === "string" ? body : JSON.stringify(body));
const parse = (body: unknown, route: TextRoute = "/v1/embeddings") => parseTextRequest(route, bytes(body));
const detail = (body: unknown, route?: TextRoute) => {
  const parsed = parse(body, route);
  return parsed.ok ? "accepted" : `${parsed.error.code}: ${parsed.error.detail}`;
};

describe("an embeddings request", () => {
  it("takes one text or many, and fills in what was left out", () => {
    expect(parse({ model: "m", input: "Fine." })).toEqual({
      ok: true,
      value: {
        model: "m",
        texts: ["Fine."],
        query: undefined,
        isolated: false,
        priority: "normal",
        deadline: undefined,
        form: { route: "/v1/embeddings", encoding: "float", dimensions: undefined },
      },
    });
    expect(parse({ model: "m", input: ["a", "b"], encoding_format: "base64", dimensions: 8, isolated: true, deadline: 5 })).toMatchObject({
      value: { texts: ["a", "b"], isolated: true, deadline: 5, form: { encoding: "base64", dimensions: 8 } },
    });
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
    expect(parseTextRequest("/v1/embeddings", Uint8Array.of(0x7b, 0xff, 0x7d))).toMatchObject({
      error: { detail: "The body is not valid UTF-8." },
    });
  });

  it("replaces half a surrogate pair, as every UTF-8 encoder does", () => {
    expect(parse({ model: "m", input: ["cut \ud83d"] })).toMatchObject({ value: { texts: ["cut \ufffd"] } });
  });
});

describe("a classify request", () => {
  it("takes one text or many", () => {
    expect(parse({ model: "m", input: "Fine." }, "/v1/classify")).toMatchObject({
      value: { texts: ["Fine."], form: { route: "/v1/classify" } },
    });
    expect(detail({ model: "m", input: ["a", 1] }, "/v1/classify")).toContain("`input[1]` is not a text");
  });
});

describe("a rerank request", () => {
  it("keeps the documents only when they shall be sent back", () => {
    const request = { model: "m", query: "loud?", documents: ["a", "b"], top_n: 1 };
    const form = { route: "/v1/rerank", topN: 1, documents: undefined };
    expect(parse(request, "/v1/rerank")).toMatchObject({ value: { query: "loud?", texts: ["a", "b"], form } });
    expect(parse({ ...request, return_documents: true }, "/v1/rerank")).toMatchObject({ value: { form: { documents: ["a", "b"] } } });
  });

  it.each([
    [{ model: "m", documents: ["a"] }, "`query`"],
    [{ model: "m", query: "", documents: ["a"] }, "`query`"],
    [{ model: "m", query: "q" }, "`documents` is missing"],
    [{ model: "m", query: "q", documents: "a" }, "`documents` must be a list"],
    [{ model: "m", query: "q", documents: [""] }, "`documents[0]` is empty"],
    [{ model: "m", query: "q", documents: ["a"], top_n: 0 }, "`top_n`"],
  ])("says what is wrong with %j", (body, expected) => {
    expect(detail(body, "/v1/rerank")).toContain(expected);
  });
});
