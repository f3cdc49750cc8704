import { expect, test } from "vitest";
import type { Sources } from "../../../contracts/ids.ts";
import { checksum, idOfKey, newKey } from "./api-key.ts";

const counting: Sources = { now: () => 1_700_000_000_000, randomBytes: (length) => Uint8Array.from({ length }, (_, i) => i * 7) };

test("the checksum is CRC-32: its published check value is cbf43926", () => {
  expect(checksum("123456789")).toBe("cbf43926");
});

test("a key has the shape pai_live_<id>_<secret>_<crc> and leads back to its id", () => {
  const { id, key } = newKey(counting);
  expect(key).toMatch(/^pai_live_[0-9a-z]{26}_[0-9a-z]{52}_[0-9a-f]{8}$/);
  expect(idOfKey(key)).toBe(id);
});

test("any single wrong character is noticed", () => {
  const { key } = newKey(counting);
  for (let i = 0; i < key.length; i++) {
    const wrong = key.slice(0, i) + (key[i] === "a" ? "b" : "a") + key.slice(i + 1);
    expect({ i, id: idOfKey(wrong) }).toEqual({ i, id: undefined });
  }
});

test.each(["", "pai_live_", "sk-1234", "pai_live_x_y_z", "pai_test_0"])("%j is no key", (text) => {
  expect(idOfKey(text)).toBeUndefined();
});
