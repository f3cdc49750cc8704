import { assert, integer, pre, property } from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { idPrefixes, idSchema, isId, newId, systemSources, type IdKind, type Sources } from "./ids.ts";

const kinds = Object.keys(idPrefixes) as IdKind[];
const at = (now: number, random = 0): Sources => ({ now: () => now, randomBytes: (length) => new Uint8Array(length).fill(random) });
/** ULID's alphabet: digits and lower-case letters without i, l, o and u. */
const crockford = "0123456789abcdefghjkmnpqrstvwxyz";

describe("an id", () => {
  it("encodes its time as ULID does", () => {
    // https://github.com/ulid/javascript: ulid(1469918176385) begins with 01ARYZ6S41.
    expect(newId("niche", at(1_469_918_176_385))).toBe("nch_01aryz6s410000000000000000");
    expect(newId("niche", at(2 ** 48 - 1))).toBe("nch_7zzzzzzzzz0000000000000000");
    expect(newId("niche", at(31.9))).toBe("nch_000000000z0000000000000000");
  });

  it("spells each five random bits with one letter of Crockford's alphabet", () => {
    const bytes = Uint8Array.from({ length: 16 }, (_, index) => index + 16);
    expect(newId("run", { now: () => 0, randomBytes: () => bytes })).toBe(`run_0000000000${crockford.slice(16)}`);
    // The upper three bits of a byte do not matter, so that all letters are equally likely.
    expect(newId("run", at(0, 0b111_00001))).toBe(`run_0000000000${"1".repeat(16)}`);
  });

  it("sorts by its time, whatever its randomness", () => {
    const instant = integer({ min: 0, max: 2 ** 48 - 2 });
    assert(
      property(instant, instant, (a, b) => {
        pre(a < b);
        expect(newId("user", at(a, 31)) < newId("user", at(b, 0))).toBe(true);
      }),
      { seed: 1 },
    );
  });

  it.each(kinds)("of a %s is recognised as that and as nothing else", (kind) => {
    const id = newId(kind, systemSources);
    expect(kinds.filter((other) => isId(other, id))).toEqual([kind]);
    expect(idSchema(kind).safeParse(id).success).toBe(true);
    expect(Math.abs(Date.now() - timeOf(id))).toBeLessThan(60_000);
  });

  it("and all else is drawn from the platform's cryptographic source", () => {
    const source = vi.spyOn(crypto, "getRandomValues");
    try {
      const bytes = systemSources.randomBytes(33);
      expect(source.mock.results.map(({ value }) => value as Uint8Array)).toEqual([bytes]);
      expect(source.mock.results[0]?.value).toBe(bytes);
      expect(bytes).toHaveLength(33);
    } finally {
      source.mockRestore();
    }
  });

  it("does not repeat within one millisecond", () => {
    const ids = Array.from({ length: 1_000 }, () => newId("command", { ...systemSources, now: () => 0 }));
    expect(new Set(ids).size).toBe(1_000);
  });

  it.each([
    "",
    "nch_",
    "nch_012345678",
    `nch_${"0".repeat(41)}`,
    "nch_0123456789/x",
    "NCH_0123456789",
    "nch_012345678A",
    "0123456789",
    " nch_0123456789",
  ])("is not %j", (text) => {
    expect(isId("niche", text)).toBe(false);
  });

  it("may have 10 to 40 characters after its prefix", () => {
    expect([10, 40].map((length) => isId("niche", `nch_${"0".repeat(length)}`))).toEqual([true, true]);
  });

  it("that is refused says what it should have been", () => {
    expect(idSchema("niche").safeParse("tea_0123456789").error?.issues[0]?.message).toContain("nch_");
  });
});

function timeOf(id: string): number {
  return Array.from(id.slice(4, 14)).reduce((time, letter) => time * 32 + crockford.indexOf(letter), 0);
}
