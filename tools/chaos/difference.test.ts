import { expect, it } from "vitest";
import { verdict } from "./difference.ts";

it("counts each kind in the verdict", () => {
  expect(verdict(4, [])).toBe("kills 4 lost 0 duplicated 0 out-of-order 0 unfinished 0");
  const differences = (["lost", "lost", "duplicated", "unfinished"] as const).map((kind) => ({ kind, where: "" }));
  expect(verdict(9, differences)).toBe("kills 9 lost 2 duplicated 1 out-of-order 0 unfinished 1");
});
