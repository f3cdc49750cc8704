import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { fingerprintOf, sameRequest } from "./fingerprint.ts";

const long = { type: "import", text: "x".repeat(500), more: { b: 1, a: [2, { d: 3, c: 4 }] } };

it("is the same for the same request, whatever the order of its keys", () => {
  expect(fingerprintOf({ b: 1, a: { d: [1, 2], c: null } })).toBe(fingerprintOf({ a: { c: null, d: [1, 2] }, b: 1 }));
  expect(fingerprintOf({ ...long, more: { a: [2, { c: 4, d: 3 }], b: 1 } })).toBe(fingerprintOf(long));
  expect(fingerprintOf({ a: [1, 2] })).not.toBe(fingerprintOf({ a: [2, 1] }));
});

it("is the request itself when that is short, and a digest of 43 characters when it is long", () => {
  expect(fingerprintOf({ type: "add", amount: 1 })).toBe('{"amount":1,"type":"add"}');
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
  expect(fingerprintOf(request('{"__proto__":{"a":1}}'))).not.toBe(fingerprintOf(request('{"__proto__":{"a":2}}')));
  expect(fingerprintOf({ at: new Date(0) })).toBe('{"at":"1970-01-01T00:00:00.000Z"}');
});
