import { expect, test } from "vitest";
import { nextPage } from "./next-page.ts";

test("goes back to the page that was asked for", () => {
  expect(nextPage("/runs/run_1?view=price")).toBe("/runs/run_1?view=price");
});

test.each([undefined, "https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/sign-in"])(
  "goes to the niches instead of %s",
  (next) => {
    expect(nextPage(next)).toBe("/niches");
  },
);
