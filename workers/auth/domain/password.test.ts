import { expect, test } from "vitest";
import { isBreached } from "./breached-passwords.ts";
import { commonPasswords } from "./common-passwords.ts";
import { acceptPassword } from "./password.ts";

const email = "ada.lovelace@example.com";
const accepted = (password: string) => acceptPassword(password, email).ok;

test("length is counted in code points: seven are refused and eight taken, whatever their size in bytes", () => {
  expect(accepted("🐙🦀🐚🐡🐠🐬🦈")).toBe(false);
  expect(accepted("🐙🦀🐚🐡🐠🐬🦈🐳")).toBe(true);
});

test("128 are taken and 129 refused, and nothing is cut", () => {
  const long = Array.from({ length: 128 }, (_, i) => String.fromCodePoint(0x4e00 + i)).join("");
  expect(acceptPassword(long, email)).toEqual({ ok: true, value: long });
  expect(accepted(`${long}x`)).toBe(false);
});

test.each(["password", "Password1!", "12345678", "qwertyuiop", "iloveyou2024", "aaaaaaaa", "abababab"])(
  "%s is among the first guesses",
  (password) => {
    expect(acceptPassword(password, email)).toMatchObject({ ok: false, error: { code: "invalid_input", fields: [{ path: "password" }] } });
  },
);

test("the address is no password, nor is the part before its @", () => {
  expect(accepted("Ada.Lovelace@example.com")).toBe(false);
  expect(accepted("ada.lovelace")).toBe(false);
  expect(accepted("ada.lovelace is not it")).toBe(true);
});

test("spaces count and stay: a phrase is a good password", () => {
  expect(acceptPassword("  correct horse battery ", email)).toEqual({ ok: true, value: "  correct horse battery " });
});

test("the same letters composed and decomposed are the same password", () => {
  expect(acceptPassword("cre\u0300me bru\u0302le\u0301e", email)).toEqual(acceptPassword("cr\u00e8me br\u00fbl\u00e9e", email));
});

test("all of the 5,000 most used passwords that are long enough are refused, in capitals and with digits at the end too (ASVS 6.2.4)", () => {
  expect(commonPasswords.size).toBe(5_000);
  for (const password of commonPasswords) expect([password, accepted(password)]).toEqual([password, false]);
  expect(accepted("Sunshine2024")).toBe(false);
});

test.each(["paissive1", "Paissive-2026!", "P4issive", "niche founder", "admin@team", "AdaLovelace99", "looms&looms", "Ada.L00ms"])(
  "%s is made up of names that a stranger would try here (ASVS 6.2.11)",
  (password) => {
    expect(acceptPassword(password, email, "password", ["Ada Lovelace", "Looms Ltd"])).toMatchObject({ ok: false });
  },
);

test.each(["paissive is not it", "niche horse battery", "looms and shuttles", "123 456 789 x?!"])(
  "%s has enough of its own beside such names",
  (password) => {
    expect(acceptPassword(password, email, "password", ["Ada Lovelace", "Looms Ltd"])).toMatchObject({ ok: true });
  },
);

test("breached passwords are refused, in capitals too, and hardly any others (ASVS 6.2.12)", () => {
  for (const breached of ["blink182", "Blink182", "charlie1", "chocolate1", "hannah123", "basketball1"])
    expect([breached, isBreached(breached)]).toEqual([breached, true]);
  expect(acceptPassword("chelsea1", email)).toMatchObject({ ok: false });
  const others = Array.from({ length: 20_000 }, (_, index) => `${(index * 7_919).toString(36)} velvet ${index}`);
  // One in 2,180 is expected: (1 - e^(-11/16))^11.
  expect(others.filter((password) => isBreached(password)).length / others.length).toBeLessThan(0.001);
});
