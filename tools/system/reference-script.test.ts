import { expect, test } from "vitest";
import { referenceScript } from "./reference-script.ts";

test("the program of the API's reference is taken out of the package that holds it", () => {
  const script = referenceScript();
  expect(script.length).toBeGreaterThan(1_000_000);
  expect(script).toContain("createApiReference");
  expect(() => new Function(script)).not.toThrow();
});
