import { describe, expect, it } from "vitest";
import { cutDimensions, encodeAnswer, type Encoding } from "./embeddings-answer.ts";

async function encoded(vectors: Float32Array<ArrayBuffer>, dimensions: number, encoding: Encoding): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of encodeAnswer({ vectors, dimensions, model: "m@1", tokens: 9 }, encoding)) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

const vectors = Float32Array.from([0.6, -0.8, 1, 0]);

describe("an answer", () => {
  it("is OpenAI's list, with floats that come back bit by bit", async () => {
    const list: unknown = JSON.parse((await encoded(vectors, 2, "float")).toString());
    expect(list).toEqual({
      object: "list",
      data: [
        { object: "embedding", index: 0, embedding: [Math.fround(0.6), Math.fround(-0.8)] },
        { object: "embedding", index: 1, embedding: [1, 0] },
      ],
      model: "m@1",
      usage: { prompt_tokens: 9, total_tokens: 9 },
    });
  });

  it("holds little-endian float32 in base64", async () => {
    const text = (await encoded(Float32Array.of(1, 0), 2, "base64")).toString();
    // 1.0 is 00 00 80 3f in little-endian IEEE 754.
    expect(text).toContain(`"embedding":"${Buffer.from([0, 0, 0x80, 0x3f, 0, 0, 0, 0]).toString("base64")}"`);
  });

  it("is the bare numbers in binary", async () => {
    expect(await encoded(vectors, 2, "binary")).toEqual(Buffer.from(vectors.buffer));
  });

  it("of 200 rows lets the event loop turn between pieces", async () => {
    let turns = 0;
    const ticking = setInterval(() => turns++, 0);
    const count = setImmediate(() => turns++);
    const { data } = JSON.parse((await encoded(new Float32Array(200 * 384), 384, "float")).toString());
    clearInterval(ticking);
    clearImmediate(count);
    expect(data).toHaveLength(200);
    expect(turns).toBeGreaterThan(0);
  });
});

describe("fewer dimensions", () => {
  it("keep the first numbers and have length 1 again", () => {
    const cut = cutDimensions(Float32Array.from([3, 4, 12, 0, 0, 1]), 3, 2);
    expect([...cut]).toEqual([Math.fround(0.6), Math.fround(0.8), 0, 0]);
  });

  it("stay as they are when all are asked for", () => {
    expect(cutDimensions(vectors, 2, 2)).toBe(vectors);
  });
});
