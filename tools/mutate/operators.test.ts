import { describe, expect, it } from "vitest";
import { mutations } from "./operators.ts";

const broken = (line: string) => mutations("a.ts", line).map(({ after }) => after);

describe("breaking a line", () => {
  it.each([
    ["return a < b;", "return a >= b;"],
    ["return a > b;", "return a <= b;"],
    ["return a <= b;", "return a > b;"],
    ["return a >= b;", "return a < b;"],
    ["return a === b;", "return a !== b;"],
    ["return a !== b;", "return a === b;"],
    ["const c = a + b;", "const c = a - b;"],
    ["const c = a - b;", "const c = a + b;"],
    ["const c = a * b;", "const c = a / b;"],
    ["const c = a / b;", "const c = a * b;"],
    ["return a && b;", "return a || b;"],
    ["return a || b;", "return a && b;"],
    ["const c = true;", "const c = false;"],
    ["return false;", "return true;"],
    ["const limit = 15;", "const limit = (2 * 15 + 1);"],
    ["return Math.max(a, b);", "return Math.min(a, b);"],
    ["return Math.min(a, b);", "return Math.max(a, b);"],
  ])("makes of %s only %s", (line, after) => {
    expect(broken(line)).toEqual([after]);
  });

  it("lets a condition hold always and never", () => {
    expect(broken("if (ready) return;")).toEqual(["if ((ready) || true) return;", "if ((ready) && false) return;"]);
    expect(broken("} else if (found.has(x)) {")).toEqual(["} else if ((found.has(x)) || true) {", "} else if ((found.has(x)) && false) {"]);
  });

  it("makes each change alone, one mutation for each operator that fits", () => {
    expect(broken("  if (a < 2 && b) continue;").toSorted()).toEqual(
      [
        "  if (a >= 2 && b) continue;",
        "  if (a < 2 || b) continue;",
        "  if ((a < 2 && b) || true) continue;",
        "  if ((a < 2 && b) && false) continue;",
        "  if (a < (2 * 2 + 1) && b) continue;",
      ].toSorted(),
    );
  });

  it("names file, line and what stood there", () => {
    const text = ["// a < b", "", "const c = a < b;"].join("\n");
    expect(mutations("x/y.ts", text)).toEqual([
      { file: "x/y.ts", line: 3, name: "< becomes >=", before: "const c = a < b;", after: "const c = a >= b;" },
    ]);
  });

  it.each([
    "// if (a < b) return true;",
    "/** a < 5 */",
    " * a === b",
    'import { a } from "./a.ts";',
    'export * from "./b.ts";',
    "export type A = 1 | 2;",
    "type B = C & { d: true };",
    "interface D {",
    '  | { kind: "a"; level: 1 | 2 }',
    "",
  ])("leaves alone what does nothing when it runs: %s", (line) => {
    expect(broken(line)).toEqual([]);
  });

  it.each([
    // Which of two neighbouring limits is taken is a matter of taste.
    "  name: z.string().max(200),",
    // Only the sign of a comparator's value matters.
    "  return a.id < b.id ? -1 : 1;",
    // A dash or a slash within a sentence is no arithmetic.
    '  title: "price - demand / supply",',
    "  detail: `no more than 5`,",
  ])("does not turn a number or a sign in %s", (line) => {
    expect(mutations("a.ts", line).filter(({ name }) => /number|\+|- becomes|\/ becomes/.test(name))).toEqual([]);
  });

  it("takes a default for a number, where something may really be missing", () => {
    expect(broken("const wait = retryAfter ?? 5;")).toEqual(["const wait = retryAfter ?? (2 * 5 + 1);"]);
    expect(broken("const c = sizes[i] ?? 1, limit = 7;")).toEqual(["const c = sizes[i] ?? 1, limit = (2 * 7 + 1);"]);
  });

  it("keeps the order of a comparator's keys", () => {
    expect(
      broken("themes.toSorted((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1))").filter((after) => after.includes("&&")),
    ).toEqual([]);
  });

  it("does not take indices, names or zeros for numbers of a formula", () => {
    for (const line of [
      "const first = rows[1];",
      "const utf8 = text;",
      "const none = 0;",
      "const p50 = band;",
      "const label = labels[i] ?? -1;",
      "AND EXISTS (SELECT 1 FROM b)",
    ])
      expect(broken(line)).toEqual([]);
  });
});
