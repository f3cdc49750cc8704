import { expect, test } from "vitest";
import { hashPassword, isOutdated, nobodysHash, saltBytes, verifyPassword } from "./password-hash.ts";

const salt = Uint8Array.from({ length: saltBytes }, (_, i) => i);

test("it is scrypt: the second test vector of RFC 7914, section 12, verifies", async () => {
  const hash = Buffer.from(
    "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640",
    "hex",
  );
  const stored = `$scrypt$ln=10,r=8,p=16$${Buffer.from("NaCl").toString("base64").replaceAll("=", "")}$${hash.toString("base64").replaceAll("=", "")}`;
  expect(await verifyPassword("password", stored)).toBe(true);
  expect(await verifyPassword("passwore", stored)).toBe(false);
});

test("a hash names its cost and salt, and differs by salt", async () => {
  const stored = await hashPassword("correct horse", salt);
  expect(stored).toMatch(/^\$scrypt\$ln=14,r=8,p=5\$AAECAwQFBgcICQoLDA0ODw\$[A-Za-z0-9+/]{43}$/);
  expect(await verifyPassword("correct horse", stored)).toBe(true);
  expect(await verifyPassword("Correct horse", stored)).toBe(false);
  expect(
    await hashPassword(
      "correct horse",
      salt.map((byte) => byte + 1),
    ),
  ).not.toBe(stored);
});

test.each(["", "plain", "$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA", "$scrypt$ln=14,r=8,p=5$$"])(
  "%j verifies nothing",
  async (stored) => {
    expect(await verifyPassword("", stored)).toBe(false);
  },
);

test("the hash that stands for accounts which are not there is like a real one and opens nothing", async () => {
  expect(nobodysHash.length).toBe((await hashPassword("correct horse", salt)).length);
  expect(isOutdated(nobodysHash)).toBe(false);
  expect(await verifyPassword("", nobodysHash)).toBe(false);
});

test("a hash with other costs than today's is known as such", async () => {
  expect(isOutdated(await hashPassword("correct horse", salt))).toBe(false);
  expect(isOutdated("$scrypt$ln=13,r=8,p=5$AAECAwQFBgcICQoLDA0ODw$AAAA")).toBe(true);
  expect(isOutdated("$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA")).toBe(true);
});
