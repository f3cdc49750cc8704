import { expect, test } from "vitest";
import type { Grounds } from "./requirement.ts";
import { tokens } from "./tokens.ts";

// These look at the code that makes and reads tokens, not at a running system.
const nowhere = {} as Grounds;

test.each(tokens)("ASVS $id: $says", async ({ verdict }) => {
  expect("check" in verdict && (await verdict.check(nowhere))).toBeUndefined();
});
