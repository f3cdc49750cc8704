import { expect, it } from "vitest";
import { maxListedDrops } from "../../contracts/services/niche-evidence.ts";
import { withKnownRows } from "./import-report.ts";
import { report } from "./testing/histories.ts";

it("counts rows that the niche had before as duplicates, so that read stays kept plus dropped", () => {
  const read = { ...report, read: 110, kept: 100, droppedBy: { empty: 4, duplicate: 6 }, dropped: [{ row: 5, reason: "empty" as const }] };
  const corrected = withKnownRows(read, { count: 30, rows: [2, 9] }, "digest-of-the-new");
  expect(corrected).toMatchObject({
    kept: 70,
    droppedBy: { empty: 4, duplicate: 36 },
    provenance: { evidenceDigest: "digest-of-the-new" },
  });
  expect(corrected.dropped.map(({ row }) => row)).toEqual([2, 5, 9]);
  expect(corrected.kept + Object.values(corrected.droppedBy).reduce((sum, count) => sum + count, 0)).toBe(110);
});

it("lists no more drops than a report may have", () => {
  const rows = Array.from({ length: 300 }, (_, index) => index + 1);
  expect(withKnownRows({ ...report, kept: 300, read: 300 }, { count: 300, rows }, "").dropped).toHaveLength(maxListedDrops);
});

it("leaves a report alone when everything was new", () => {
  expect(withKnownRows(report, { count: 0, rows: [] }, report.provenance.evidenceDigest)).toEqual(report);
});
