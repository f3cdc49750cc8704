import { Secret } from "otpauth";
import { expect, test } from "vitest";
import { newSecret, secretBytes, skewOf, stepOf, uriOf } from "./totp.ts";

/** RFC 6238, appendix B: the secret of its SHA-1 rows. */
const secret = newSecret(new TextEncoder().encode("12345678901234567890"));

test.each([
  [59, "94287082"],
  [1_111_111_109, "07081804"],
  [1_111_111_111, "14050471"],
  [1_234_567_890, "89005924"],
  [2_000_000_000, "69279037"],
  [20_000_000_000, "65353130"],
])("at second %i the code ends as RFC 6238 says: %s", (seconds, published) => {
  expect(stepOf(secret, published.slice(2), 0, seconds * 1_000, 0)).toBe(Math.floor(seconds / 30));
});

test("a secret is all of the 160 bits that were drawn", () => {
  const drawn = Uint8Array.from({ length: secretBytes }, (_, index) => index * 11);
  expect([...Secret.fromBase32(newSecret(drawn)).bytes]).toEqual([...drawn]);
  expect(secretBytes * 8).toBe(160);
});

test("a code is taken for its thirty seconds alone", () => {
  const at = (seconds: number) => stepOf(secret, "287082", 0, seconds * 1_000, skewOf(undefined));
  expect([at(29.999), at(30), at(59.999), at(60)]).toEqual([undefined, 1, 1, undefined]);
});

test("where clocks may differ a code is taken one step early and one late, and not two", () => {
  const at = (seconds: number) => stepOf(secret, "287082", 0, seconds * 1_000, skewOf("1"));
  expect([at(0), at(59), at(89), at(90)]).toEqual([1, 1, 1, undefined]);
});

test.each(["", "0", "2", "-1", "1 ", "one"])("%j lets no clock differ", (setting) => {
  expect(skewOf(setting)).toBe(0);
});

test("no step opens twice, nor one before the latest", () => {
  expect(stepOf(secret, "287082", 1, 59_000, 0)).toBeUndefined();
  expect(stepOf(secret, "287082", 2, 59_000, 0)).toBeUndefined();
  expect(stepOf(secret, "287 082", 0, 59_000, 0)).toBe(1);
});

test.each(["", "287", "28708a", "2870822", "-87082"])("%j is no code", (code) => {
  expect(stepOf(secret, code, 0, 59_000, 0)).toBeUndefined();
});

test("the address names who it is for and what kind of code it is", () => {
  expect(uriOf(secret, "ada@example.com")).toBe(
    `otpauth://totp/pAIssive:ada%40example.com?issuer=pAIssive&secret=${secret}&algorithm=SHA1&digits=6&period=30`,
  );
});
