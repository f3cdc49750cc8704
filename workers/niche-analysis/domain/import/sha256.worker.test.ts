import { expect, test } from "vitest";
import { sha256 } from "./sha256.ts";

test("a text has the same digest in a Worker, half of a character in it or not", () => {
  expect(sha256("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  expect(sha256("it broke \ud83d twice \udc00")).toBe("749cdada3046dce6aee628e1f7aa5dc9c63c468e0d1c56035b53a8722197d6f4");
});
