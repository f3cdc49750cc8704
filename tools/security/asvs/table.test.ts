import { expect, test } from "vitest";
import { reported, requirements } from "./table.ts";

test("every requirement stands there once, with something behind it", () => {
  expect(new Set(requirements.map(({ id }) => id)).size).toBe(requirements.length);
  for (const { id, verdict } of requirements) {
    const behind = Object.values(verdict).flat();
    expect([id, behind.length > 0 && behind.every((one) => one !== undefined && one !== "")]).toEqual([id, true]);
  }
});

test("what is broken is a finding; what is known not to be met is in the table only", () => {
  const row = { level: 1 as const, says: "s", because: "b" };
  const { text, outcome } = reported([
    { ...row, id: "1.1.1", state: "broken" },
    { ...row, id: "1.1.2", state: "not met" },
    { ...row, id: "1.1.3", state: "by design" },
  ]);
  expect(outcome).toMatchObject({ probes: 3, findings: [{ where: "ASVS 1.1.1, s", what: "b" }] });
  expect(text.split("\n").at(-1)).toBe("met 0, by design 1, broken 1, not met 1, not applicable 0 of 3");
});
