import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { page, resultsFile, resultsSchema, withTable } from "./kept.ts";

const kept = [
  { part: "tenancy", counts: "leaks", probes: 1_234, findings: [], seconds: 45, at: "2026-11-30T09:58:56.827Z", machine: "2 × CPU" },
  {
    part: "fuzz",
    counts: "answers",
    probes: 9,
    findings: [{ where: "GET /", what: "no" }],
    seconds: 600,
    at: "2026-11-29T00:00:00.000Z",
    machine: "m",
  },
];

test("the table says of every part what was found, when and where, and takes the place of the one before", () => {
  const text = "a\n<!-- last full run: written by --keep -->\n\nold\n\n<!-- end of the last full run -->\nb\n";
  const once = withTable(text, kept);
  expect(once).toContain("| `tenancy` | leaks 0 | 1,234 | 45 s | 2026-11-30 | 2 × CPU |");
  expect(once).toContain("| `fuzz` | answers 1 | 9 | 10 min | 2026-11-29 | m |");
  expect(once).not.toContain("old");
  expect(withTable(once, kept)).toBe(once);
  expect(() => withTable("no marks", kept)).toThrow("no place");
});

test("what the page says is what was kept", () => {
  const results = existsSync(resultsFile) ? resultsSchema.parse(JSON.parse(readFileSync(resultsFile, "utf8"))) : [];
  const text = readFileSync(page, "utf8");
  expect(withTable(text, results)).toBe(text);
});
