import { expect, it } from "vitest";
import { activeIn } from "../tools/system/start-up.ts";
import { gzippedOf } from "./bundles.ts";

it("reads the compressed size, not the other one, and does not take silence for a small Worker", () => {
  expect(gzippedOf("…\nTotal Upload: 4630.35 KiB / gzip: 834.07 KiB\nYour Worker has access to …")).toBe(834.07);
  expect(() => gzippedOf("--dry-run: exiting now.")).toThrow("how large");
});

it("reads the start-up from what wrangler says of its profile", () => {
  expect(activeIn("  Sampled time: 80.1 ms\n  Active: 41.7 ms (including 3.0 ms garbage collection)\n  Idle: 38.4 ms")).toBe(41.7);
  expect(() => activeIn("Worker Built!")).toThrow("how long");
});
