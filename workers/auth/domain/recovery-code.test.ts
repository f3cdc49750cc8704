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

test.each(["", "123456", "0123-4567", "u".repeat(24), "0".repeat(25)])("%j is none", (text) => {
  expect(recoveryCodeOf(text)).toBeUndefined();
});
