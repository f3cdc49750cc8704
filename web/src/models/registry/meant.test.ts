import { expect, test } from "vitest";
import { meantWords, reembedding } from "./meant.ts";

const digest = "b0339da695db0e1df1c784cb78b29df0cda6fa101c5d14860f23c2f6a6244553";
const old = { name: "minilm", version: digest, release: null };
const fresh = { name: "minilm", version: "2".repeat(64), release: "1.1.0" };

test("a version is named by its release where it has one, and by the beginning of its digest", () => {
  expect([meantWords(old), meantWords(fresh)]).toEqual(["minilm@b0339da695db", "minilm 1.1.0 (222222222222)"]);
});

test("whoever changes the version of an embedding alias is told for whom vectors cannot be compared", () => {
  expect(reembedding("embedding", old, fresh, 100)).toContain("every organisation");
  expect(reembedding("embedding", old, fresh, 12.5)).toContain("12.5 % of organisations");
});

test("nothing has to be embedded again for a classifier, a new alias, or a move to where it is", () => {
  expect([
    reembedding("classification", old, fresh, 100),
    reembedding("embedding", undefined, fresh, 100),
    reembedding("embedding", old, old, 100),
    reembedding("embedding", old, undefined, 100),
  ]).toEqual([undefined, undefined, undefined, undefined]);
});
