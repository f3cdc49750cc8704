import { expect, it } from "vitest";
import { nicheStorage } from "./testing/sql.ts";
import { readFound, writeThemes } from "./theme-rows.ts";

const group = (id: string, members: number) => ({
  id,
  evidenceIds: Array.from({ length: members }, (_, i) => `evd_${String(i).padStart(32, "0")}`),
  fits: Array.from({ length: members }, (_, i) => 1 / (i + 3)),
});

it("keeps a theme of more texts than a row holds, in its place and whole", () => {
  const sql = nicheStorage();
  const groups = [group("thm_b", 60_000), group("thm_a", 3), group("thm_c", 20_000)];
  const batch = writeThemes(sql, groups);
  expect(writeThemes(sql, groups)).toBe(batch);
  expect(readFound(sql, batch)).toEqual(groups);
  const { largest } = sql.exec<{ largest: number }>("SELECT MAX(LENGTH(body)) AS largest FROM themes").one();
  expect(largest).toBeLessThan(2_000_000 / 3);
});
