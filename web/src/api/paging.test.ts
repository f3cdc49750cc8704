import { expect, test } from "vitest";
import { pagePath } from "./paging.ts";

test("asks for a page by its filters and the cursor of the one before", () => {
  expect(pagePath("/api/v1/webhooks", {}, "")).toBe("/api/v1/webhooks");
  expect(pagePath("/api/v1/actors", { kind: "niche", status: undefined }, "")).toBe("/api/v1/actors?kind=niche");
  expect(pagePath("/api/v1/actors", { kind: "niche" }, "a+b/c&d")).toBe("/api/v1/actors?kind=niche&cursor=a%2Bb%2Fc%26d");
});
