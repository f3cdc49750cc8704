import { expect, test } from "vitest";
import type { Upload } from "../../../../contracts/services/niche-analysis.ts";
import { firstLeftOut, leftOutWords, readWords, sentWords, shareKept, shareRead } from "./upload-words.ts";

const upload: Upload = {
  id: "upl_00000000000000000000000001",
  fileName: "reviews.csv",
  bytes: 12_000_000,
  received: 12_000_000,
  partBytes: 8_388_608,
  status: "reading",
  bytesRead: 3_000_000,
  createdAt: "2026-01-01T00:00:00.000Z",
};
const rows = {
  read: 1_000,
  kept: 900,
  copies: 1,
  droppedBy: { "too-short": 98, empty: 1 },
  dropped: [
    { row: 4, reason: "empty" as const },
    { row: 9, reason: "too-short" as const },
  ],
};

test("an upload says how much of it is sent, then what of it is read", () => {
  expect(sentWords(upload, 3_000_000)).toBe("3.0 MB of 12.0 MB sent");
  expect(readWords(upload)).toBe("Sent; reading the rows");
  expect(readWords({ ...upload, rows })).toBe("25 % read: 1,000 rows, 900 texts kept, 1 copy, 99 rows left out");
  expect(shareRead(upload)).toBe(0.25);
  const keeping = { ...upload, bytesRead: upload.bytes, rows, keptRows: 600 };
  expect(readWords(keeping)).toBe("All read, 67 % of it evidence: 1,000 rows, 900 texts kept, 1 copy, 99 rows left out");
  expect([shareKept(keeping), shareKept(upload)]).toEqual([600 / 901, undefined]);
});

test("rows that are left out are counted by their reasons, and the first are named", () => {
  expect(leftOutWords({ rows })).toEqual(["1 row without text", "98 rows too short"]);
  expect(firstLeftOut({ rows })).toBe("4 (without text), 9 (too short)");
  expect([leftOutWords({ rows: undefined }), firstLeftOut({ rows: undefined })]).toEqual([[], ""]);
});
