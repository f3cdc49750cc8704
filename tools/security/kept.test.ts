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

test("figures stand below it, each with its bars", () => {
  const text = "<!-- last full run: written by --keep -->\n<!-- end of the last full run -->";
  const [first = kept[0], second = kept[1]] = kept;
  const figures = [
    { ...first, details: { figures: [{ what: "AUC", value: 0.51234, bar: [0.45, 0.55] }] } },
    { ...second, details: { figures: [{ what: "off", value: -0.4, bar: [-2, 2], unit: "%" }] } },
  ];
  const told = withTable(text, resultsSchema.parse(figures));
  expect(told).toContain("| `tenancy` | AUC | 0.512 | 0.45 and 0.55 |");
  expect(told).toContain("| `fuzz` | off | -0.40 % | -2 % and 2 % |");
  // What else a part keeps is no figure.
  expect(withTable(text, resultsSchema.parse([{ ...first, details: [{ id: "4.1.1" }] }]))).not.toContain("what was measured");
});

test("what the page says is what was kept", () => {
  const results = existsSync(resultsFile) ? resultsSchema.parse(JSON.parse(readFileSync(resultsFile, "utf8"))) : [];
  const text = readFileSync(page, "utf8");
  expect(withTable(text, results)).toBe(text);
});
