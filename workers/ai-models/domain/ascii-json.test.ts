import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { asciiJson } from "./ascii-json.ts";

describe("JSON in ASCII", () => {
  it("escapes what a header cannot carry", () => {
    expect(asciiJson({ name: "Zoë’s 🚀" })).toBe(String.raw`{"name":"Zo\u00eb\u2019s \ud83d\ude80"}`);
  });

  it("reads back as what it was, whatever the characters, and holds none beyond 126", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const json = asciiJson(text);
        expect(JSON.parse(json)).toBe(text);
        expect(/^[ -~]*$/.test(json)).toBe(true);
      }),
    );
  });
});
