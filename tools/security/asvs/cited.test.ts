import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inRoot } from "../../system/paths.ts";
import { cited, testsPassed, testsThere } from "./cited.ts";

const file = "sample.test.ts";
/** A project of its own, in which one test fails. */
let folder: string;
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "paissive-cited-")));
  symlinkSync(inRoot("node_modules"), join(folder, "node_modules"));
  const projects = ["unit", "system"].map((name) => ({ test: { name, include: name === "unit" ? [file] : [] } }));
  writeFileSync(join(folder, "vitest.config.mjs"), `export default ${JSON.stringify({ test: { projects } })};`);
  writeFileSync(
    join(folder, file),
    `import { describe, expect, test } from "vitest";
test("it holds (always)", () => {});
test("it does not hold", () => expect(1).toBe(2));
test.skip("it is skipped", () => {});
test.todo("it is left for later");
// test("it is commented out", () => {});
const text = 'test("it is a text", () => {})';
describe.skip("all of these", () => test("are skipped with their group", () => {}));
test.each(["one", "two"])("it holds for each: %s", (which) => expect(which).toBe("one"));
`,
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const gone = [
  "it is skipped",
  "it is left for later",
  "it is commented out",
  "it is a text",
  "are skipped with their group",
  "it never was",
];

test("what is skipped, left for later, commented out, text or absent is not there", async () => {
  const fault = await testsThere(cited(file, "it holds"), folder);
  expect(cited(file, "it holds (always)", "it does not hold", "it holds for each").map(fault)).toEqual([undefined, undefined, undefined]);
  for (const absent of cited(file, ...gone)) expect(fault(absent)).toContain("has no test");
});

test("only what ran and passed proves anything, every row of it", async () => {
  const names = ["it holds (always)", "it does not hold", "it holds for each", ...gone];
  const fault = await testsPassed(cited(file, ...names), folder);
  expect(names.map((words) => fault({ file, words }) === undefined)).toEqual([true, ...names.slice(1).map(() => false)]);
  expect(fault({ file, words: "it does not hold" })).toContain("is failed");
});
