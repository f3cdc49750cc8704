import { expect, test } from "vitest";
import { newUserCode, userCodeOf } from "./user-code.ts";

const of = (bytes: number[]) => ({
  now: () => 0,
  randomBytes: (length: number) => Uint8Array.from({ length }, (_, i) => bytes[i % bytes.length] ?? 0),
});

test("a code has eight letters in two groups and no vowel, and bytes that would bend the odds are passed over", () => {
  expect(newUserCode(of([0, 19, 20, 239]))).toBe("BZBZ-BZBZ");
  expect(newUserCode(of([240, 255, 1]))).toBe("CCCC-CCCC");
});

test("a code is known however it is typed", () => {
  for (const typed of ["wdjb-mjht", "WDJBMJHT", " wdjb mjht "]) expect(userCodeOf(typed)).toBe("WDJB-MJHT");
});
