import { expect, it } from "vitest";
import { linesOf, sectionsIn, type Section } from "./sections.ts";

const sections: Section[] = [
  {
    service: "auth",
    table: "users",
    columns: ["id", "name"],
    rows: [
      ["usr_1", "Ada"],
      ["usr_2", "line\nbreak"],
    ],
  },
  {
    service: "niche-analysis",
    actor: { kind: "niche", name: "org_1/nch_1" },
    table: "vectors",
    columns: ["evidence_id", "vector", "n"],
    rows: [
      ["e1", { base64: "AAAA" }, 1.5],
      ["e2", null, -2],
    ],
  },
  { service: "auth", table: "empty", columns: ["id"], rows: [] },
];

it("reads back what was written, whatever stands in a cell", () => {
  expect(sectionsIn(sections.flatMap(linesOf).join("\n"))).toEqual(sections);
});

it("takes nothing that is no part of a backup", () => {
  expect(() => sectionsIn('["a row"]')).toThrow("begins with a row");
  expect(() => sectionsIn('{"service": "nobody", "table": "t", "columns": []}')).toThrow();
  expect(() => sectionsIn("not JSON")).toThrow();
});
