import { expect, test } from "vitest";
import { entityTagOf, expectedVersionOf, liveTagOf, requiredVersionOf } from "./entity-tag.ts";

test("what has a version has a tag, and the tag leads back to the version", () => {
  const tag = entityTagOf({ id: "nch_1", version: 12 });
  expect(tag).toBe('"v12"');
  expect(expectedVersionOf(tag)).toEqual({ ok: true, value: 12 });
});

test.each([{ items: [] }, { id: "mdl_1", version: "1.2.0" }, { version: 1.5 }, null, "text", undefined])("%j has none", (value) => {
  expect(entityTagOf(value)).toBeUndefined();
});

test("a revision counts where a version is a model's", () => {
  expect(entityTagOf({ id: "slow", version: "1.2.0", revision: 3 })).toBe('"v3"');
});

test("the tag of what shows more than its version counts is another one when that changes, and leads to the same version", () => {
  const tags = [liveTagOf({ version: 12, lag: 0 }), liveTagOf({ version: 12, lag: 1 }), liveTagOf({ version: 12, lag: 0 })];
  expect(tags[0]).toBe(tags[2]);
  expect(tags[0]).not.toBe(tags[1]);
  expect(tags.map((tag) => expectedVersionOf(tag))).toEqual(tags.map(() => ({ ok: true, value: 12 })));
  expect(liveTagOf({ id: "mdl_1" })).toBeUndefined();
});

test.each([undefined, "*"])("%j asks for no version", (header) => {
  expect(expectedVersionOf(header)).toEqual({ ok: true, value: undefined });
});

test.each(['W/"v12"', "v12", '"12"', '"v12", "v13"', '"v-1"', ""])("%j matches nothing", (header) => {
  expect(expectedVersionOf(header)).toMatchObject({ ok: false, error: { code: "precondition_failed" } });
});

test("a version that is required can be any, but it must be said", () => {
  expect(requiredVersionOf(undefined)).toMatchObject({ ok: false, error: { code: "precondition_required" } });
  expect(requiredVersionOf("*")).toEqual({ ok: true, value: undefined });
  expect(requiredVersionOf('"v12"')).toEqual({ ok: true, value: 12 });
  expect(requiredVersionOf(undefined, "*")).toEqual({ ok: true, value: 0 });
  expect(requiredVersionOf('"v12"', "*")).toEqual({ ok: true, value: 12 });
});
