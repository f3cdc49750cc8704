import { expect, it } from "vitest";
import { operator } from "../../contracts/principal.ts";
import { operatorOf } from "./operator.ts";

const key = "pai_operator_0123456789abcdef0123456789abcdef";

it("knows the operator by the whole key and nothing else", async () => {
  expect(await operatorOf(key, key)).toEqual({ ok: true, value: operator });
  for (const wrong of ["", key.slice(1), `${key} `, key.toUpperCase()]) expect(await operatorOf(key, wrong)).toBeUndefined();
});

it("has no operator where no key, or one short enough to be guessed, was configured", async () => {
  expect(await operatorOf(undefined, key)).toBeUndefined();
  for (const short of ["", "x".repeat(31)]) expect(await operatorOf(short, short)).toBeUndefined();
  expect(await operatorOf("x".repeat(32), "x".repeat(32))).toMatchObject({ ok: true });
});
