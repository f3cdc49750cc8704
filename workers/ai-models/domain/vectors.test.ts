import { describe, expect, it } from "vitest";
import { base64OfRow, cutRows, readFloats, rowOf } from "./vectors.ts";

describe("cutting rows", () => {
  it("keeps the first numbers of every row and scales each row to length 1 again", () => {
    const cut = cutRows(Float32Array.of(3, 4, 12, 0, 5, 12), 3, 2);
    expect(Array.from(cut)).toEqual([Math.fround(0.6), Math.fround(0.8), 0, 1]);
  });

  it("changes nothing when there is nothing to cut", () => {
    const vectors = Float32Array.of(0.5, 0.25);
    expect(cutRows(vectors, 2, 2)).toBe(vectors);
  });

  it("leaves a row at zero when nothing of it is kept, and not at not-a-number", () => {
    expect(Array.from(cutRows(Float32Array.of(0, 0, 1), 3, 2))).toEqual([0, 0]);
  });
});

describe("rows as text and bytes", () => {
  it("writes little-endian float32 in base64", () => {
    // 1.0 is 3F800000 and -2.0 is C0000000 in IEEE 754; little-endian bytes 0000803F 000000C0.
    expect(base64OfRow(Float32Array.of(1, -2))).toBe("AACAPwAAAMA=");
  });

  it("writes the row alone, not the matrix that it is a view of", () => {
    const vectors = Float32Array.of(9, 9, 1, -2);
    expect(base64OfRow(rowOf(vectors, 2, 1))).toBe("AACAPwAAAMA=");
  });

  it("writes a row larger than one call's arguments, readable again bit by bit", () => {
    const row = Float32Array.from({ length: 5_000 }, (_, index) => Math.sin(index));
    const bytes = Uint8Array.from(atob(base64OfRow(row)), (character) => character.charCodeAt(0));
    expect(readFloats(bytes.buffer)).toEqual(row);
  });

  it("refuses bytes that are not whole numbers", () => {
    expect(readFloats(new ArrayBuffer(6))).toBeUndefined();
  });
});
