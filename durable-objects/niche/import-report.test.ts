import { expect, it } from "vitest";
import { maxListedDrops } from "../../contracts/services/niche-evidence.ts";
import { withKnownRows } from "./import-report.ts";
import { report } from "./testing/histories.ts";

it("counts rows that the niche had before as duplicates, so that read stays kept plus dropped", () => {
  const read = { ...report, read: 110, kept: 100, droppedBy: { empty: 4, duplicate: 6 }, dropped: [{ row: 5, reason: "empty" as const }] };
  const corrected = withKnownRows(read, { texts: 70, copies: 0, knownRows: [2, 9] }, "digest-of-the-new");
  expect(corrected).toMatchObject({
    kept: 70,
    droppedBy: { empty: 4, duplicate: 36 },
    provenance: { evidenceDigest: "digest-of-the-new" },
  });
  expect(corrected.dropped.map(({ row }) => row)).toEqual([2, 5, 9]);
  expect(corrected.kept + Object.values(corrected.droppedBy).reduce((sum, count) => sum + count, 0)).toBe(110);
});

it("counts rows that say again what the niche has by somebody else as copies, apart from what is dropped", () => {
  const read = { ...report, read: 130, kept: 100, copies: 20, droppedBy: { empty: 10 } };
  const corrected = withKnownRows(read, { texts: 60, copies: 45, knownRows: [] }, "");
  expect(corrected).toMatchObject({ read: 130, kept: 60, copies: 45, droppedBy: { empty: 10, duplicate: 15 } });
  expect(withKnownRows(read, { texts: 0, copies: 0, knownRows: [] }, "")).not.toHaveProperty("copies");
});

it("lists no more drops than a report may have", () => {
  const rows = Array.from({ length: 300 }, (_, index) => index + 1);
  expect(withKnownRows({ ...report, kept: 300, read: 300 }, { texts: 0, copies: 0, knownRows: rows }, "").dropped).toHaveLength(
    maxListedDrops,
  );
});

it("leaves a report alone when everything was new", () => {
  expect(withKnownRows(report, { texts: report.kept, copies: 0, knownRows: [] }, report.provenance.evidenceDigest)).toEqual(report);
});
