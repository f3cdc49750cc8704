import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { sha256, Sha256 } from "./sha256.ts";

test("gives the digests of FIPS 180-4's examples", () => {
  expect(sha256("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  expect(sha256("")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
});

test("takes half of a character for one that is not known, as text is encoded everywhere", () => {
  expect(sha256("it broke \ud83d twice \udc00")).toBe("749cdada3046dce6aee628e1f7aa5dc9c63c468e0d1c56035b53a8722197d6f4");
});

test("agrees with the platform at every length around a block, in pieces of any size", () => {
  for (const length of [1, 54, 55, 56, 57, 63, 64, 65, 119, 120, 128, 1000, 100_003]) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 31 + length) % 256);
    const digest = new Sha256();
    for (let from = 0; from < length; from += 37) digest.update(bytes.subarray(from, from + 37));
    expect(digest.hex()).toBe(createHash("sha256").update(bytes).digest("hex"));
  }
});
