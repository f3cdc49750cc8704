import { expect, test } from "vitest";
import { newRecoveryCode, recoveryCodeOf } from "./recovery-code.ts";

const sources = { now: () => 0, randomBytes: (length: number) => Uint8Array.from({ length }, (_, i) => i * 11) };

test("a code has 24 characters in four groups, and is known however it is typed", () => {
  const code = newRecoveryCode(sources);
  expect(code).toMatch(/^[0-9a-hjkmnp-tv-z]{6}(-[0-9a-hjkmnp-tv-z]{6}){3}$/);
  const known = recoveryCodeOf(code);
  expect(known).toBe(code.replaceAll("-", ""));
  expect(recoveryCodeOf(` ${code.toUpperCase().replaceAll("-", " ").replaceAll("0", "O").replaceAll("1", "l")} `)).toBe(known);
});

test("each of its letters is five bits of a byte of its own: 120 bits in all (ASVS 6.5.4)", () => {
  const drawn = new Uint8Array(24);
  const codeOf = (bytes: Uint8Array) =>
    newRecoveryCode({ now: () => 0, randomBytes: (length) => bytes.slice(0, length) }).replaceAll("-", "");
  const before = codeOf(drawn);
  for (let place = 0; place < 24; place++) {
    const letters = Array.from({ length: 32 }, (_, bits) => codeOf(drawn.with(place, bits)));
    expect(new Set(letters.map((code) => code[place])).size).toBe(32);
    expect(
      letters.every((code) => code.slice(0, place) === before.slice(0, place) && code.slice(place + 1) === before.slice(place + 1)),
    ).toBe(true);
  }
});

test.each(["", "123456", "0123-4567", "u".repeat(24), "0".repeat(25)])("%j is none", (text) => {
  expect(recoveryCodeOf(text)).toBeUndefined();
});
