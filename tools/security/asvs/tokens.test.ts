import { expect, test } from "vitest";
import type { Grounds } from "./requirement.ts";
import { tokens } from "./tokens.ts";

// These look at the code that makes and reads tokens, not at a running system.
const nowhere = {} as Grounds;

test.each(tokens)("ASVS $id: $says", async ({ verdict }) => {
  if (!("check" in verdict && verdict.check)) throw new Error("nothing is tried");
  expect(await verdict.check(nowhere)).toBeUndefined();
});
