import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { fingerprintOf, sameRequest } from "./fingerprint.ts";

const long = { type: "import", text: "x".repeat(500), more: { b: 1, a: [2, { d: 3, c: 4 }] } };

it("is the same for the same request, whatever the order of its keys", () => {
  const same = (one: unknown, other: unknown) => sameRequest(fingerprintOf(one), fingerprintOf(other));
  expect(same({ b: 1, a: { d: [1, 2], c: null } }, { a: { c: null, d: [1, 2] }, b: 1 })).toBe(true);
  expect(same({ ...long, more: { a: [2, { c: 4, d: 3 }], b: 1 } }, long)).toBe(true);
  expect(same({ ...long, more: { a: [2, { c: 4, d: 4 }], b: 1 } }, long)).toBe(false);
  expect(same({ a: [1, 2] }, { a: [2, 1] })).toBe(false);
  // 43 characters, as many as a digest has.
  expect(same({ note: "a text that has its own length", n: 1 }, { n: 1, note: "a text that has its own length" })).toBe(true);
});

it("is the request itself when that is short, and a digest of 43 characters when it is long", () => {
  expect(fingerprintOf({ type: "add", amount: 1 })).toBe('{"type":"add","amount":1}');
  expect(fingerprintOf(long)).toHaveLength(43);
});

it("is known again in a row that was written when every request was digested", () => {
  const digest = createHash("sha256").update('{"amount":1,"type":"add"}').digest("base64url");
  expect(sameRequest(digest, fingerprintOf({ type: "add", amount: 1 }))).toBe(true);
  expect(sameRequest(digest, fingerprintOf({ type: "add", amount: 2 }))).toBe(false);
  expect(sameRequest(fingerprintOf(long), fingerprintOf(long))).toBe(true);
});

it("tells apart what differs in a key that objects inherit, and reads dates as their text", () => {
  const request = (text: string): unknown => JSON.parse(text);
  expect(sameRequest(fingerprintOf(request('{"__proto__":{"a":1}}')), fingerprintOf(request('{"__proto__":{"a":2}}')))).toBe(false);
  expect(fingerprintOf({ at: new Date(0) })).toBe('{"at":"1970-01-01T00:00:00.000Z"}');
});
