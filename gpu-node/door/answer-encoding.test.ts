import { describe, expect, it } from "vitest";
import { cutDimensions, encodeRows } from "./answer-encoding.ts";

async function joined(pieces: AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const piece of pieces) text += piece;
  return text;
}

describe("rows in JSON", () => {
  it.each([0, 1, 63, 64, 65, 200])("are a list of %i, whatever the pieces", async (rows) => {
    expect(JSON.parse(await joined(encodeRows("[", rows, String, "]")))).toEqual(Array.from({ length: rows }, (_, i) => i));
  });

  it("let the event loop turn between pieces", async () => {
    let turns = 0;
    const ticking = setInterval(() => turns++, 0);
    const count = setImmediate(() => turns++);
    await joined(encodeRows("[", 200, () => `[${new Float32Array(384).join(",")}]`, "]"));
    clearInterval(ticking);
    clearImmediate(count);
    expect(turns).toBeGreaterThan(0);
  });
});

describe("fewer dimensions", () => {
  it("keep the first numbers and have length 1 again", () => {
    const cut = cutDimensions(Float32Array.from([3, 4, 12, 0, 0, 1]), 3, 2);
    expect([...cut]).toEqual([Math.fround(0.6), Math.fround(0.8), 0, 0]);
  });

  it("stay as they are when all are asked for", () => {
    const vectors = Float32Array.from([0.6, -0.8, 1, 0]);
    expect(cutDimensions(vectors, 2, 2)).toBe(vectors);
  });
});
