import { expect, it } from "vitest";
import { gzippedOf } from "./bundles.ts";

it("reads the compressed size, not the other one, and does not take silence for a small Worker", () => {
  expect(gzippedOf("…\nTotal Upload: 4630.35 KiB / gzip: 834.07 KiB\nYour Worker has access to …")).toBe(834.07);
  expect(() => gzippedOf("--dry-run: exiting now.")).toThrow("how large");
});
