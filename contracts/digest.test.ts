import { expect, test } from "vitest";
import { sha256Hex } from "./digest.ts";

// FIPS 180-4, as in NIST's examples (https://csrc.nist.gov/projects/cryptographic-standards-and-guidelines/example-values).
const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

test("a digest is SHA-256 in lower-case hexadecimal, of text as UTF-8 or of bytes", async () => {
  expect(await sha256Hex("abc")).toBe(abc);
  expect(await sha256Hex(new Uint8Array([97, 98, 99]))).toBe(abc);
  expect(await sha256Hex("")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  expect(await sha256Hex("é")).toBe(await sha256Hex(new Uint8Array([0xc3, 0xa9])));
});
