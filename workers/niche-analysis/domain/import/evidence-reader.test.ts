import { describe, expect, test } from "vitest";
import type { ImportReport } from "../../../../contracts/services/niche-evidence.ts";
import { take } from "../testing/reading.ts";
import { evidenceDigest, evidenceId, type ReadOptions } from "./evidence-reader.ts";
import { FileMemory } from "./import-memory.ts";
import { isText } from "./occurrence.ts";
import { sha256 } from "./sha256.ts";

async function read(text: string | Uint8Array, size?: number, options: Partial<ReadOptions> = {}) {
  const { rows, ...rest } = await take(text, { fileName: "reviews.csv", size, ...options });
  return { rows: rows.filter(isText), copies: rows.filter((row) => !isText(row)), ...rest };
}

function report(result: Awaited<ReturnType<typeof read>>["result"]): ImportReport {
  if (!result.ok) throw new Error(result.error.detail);
  return result.value;
}

const file = `id,review,user,stars,date
a1,"The strap broke, after two days.",Ann,1,2025-03-04
a2,THE STRAP   broke; after two days?,Bob,2,2025-03-05
a3,"the strap broke, after two days.",Cid,1,2025-03-06
a4,[deleted],,,
a5,,Dee,3,
a6,too short,Eve,3,
a7,"Mail me at eve@example.org, it never worked",Eve,1,soon
`;

describe("reading a CSV file", () => {
  test("keeps what is evidence and counts every reason for which the rest is not", async () => {
    const { rows, copies, result } = await read(file);
    expect(copies.map(({ id, rating, date, row }) => [id, rating, date, row])).toEqual([[rows[0]?.id, 1, "2025-03-06T00:00:00.000Z", 3]]);
    expect(rows.map(({ text, rating, date, row }) => [text, rating, date, row])).toEqual([
      ["The strap broke, after two days.", 1, "2025-03-04T00:00:00.000Z", 1],
      ["THE STRAP broke; after two days?", 2, "2025-03-05T00:00:00.000Z", 2],
      ["Mail me at [email], it never worked", 1, undefined, 7],
    ]);
    expect(rows[0]?.id).toBe(evidenceId("the strap BROKE, after two days."));
    expect(report(result)).toEqual({
      fileName: "reviews.csv",
      format: "csv",
      encoding: "utf-8",
      delimiter: ",",
      preambleLines: 0,
      columns: {
        found: ["id", "review", "user", "stars", "date"],
        used: { text: "review", author: "user", rating: "stars", date: "date", nativeId: "id" },
      },
      read: 7,
      kept: 3,
      copies: 1,
      droppedBy: { deleted: 1, empty: 1, "too-short": 1 },
      dropped: [
        { row: 4, reason: "deleted" },
        { row: 5, reason: "empty" },
        { row: 6, reason: "too-short" },
      ],
      masked: 1,
      provenance: { bytes: file.length, sourceDigest: sha256(file), evidenceDigest: evidenceDigest(rows.map(({ id }) => id).toReversed()) },
    });
  });

  test("gives the same rows and report however the bytes arrive, beyond the sample too", async () => {
    const long =
      file +
      Array.from({ length: 3000 }, (_, i) => `b${i},"Row number ${i} says\nit is – unusual",U${i % 50},${i % 5},2025-01-01\n`).join("");
    const whole = await read(long);
    expect(whole.rows.length).toBe(3003);
    for (const size of [997, 30_011]) {
      const cut = await read(long, size);
      expect(cut.rows).toEqual(whole.rows);
      expect(cut.copies).toEqual(whole.copies);
      expect(cut.result).toEqual(whole.result);
    }
    expect(Math.max(...whole.batches)).toBe(200);
  });

  test("reads JSON lines and a file of one column without a header", async () => {
    const json = await read(
      '{"body":"It never syncs my notes","author":"x","score":3}\nnot json\n{"body":"Export is missing the dates"}\n',
    );
    expect(json.rows.map(({ text, rating }) => [text, rating])).toEqual([
      ["It never syncs my notes", 3],
      ["Export is missing the dates", undefined],
    ]);
    expect(report(json.result).droppedBy).toEqual({ "not-parseable": 1 });
    const lines = await read("I cannot get the export to work at all, again\nThe hinge broke on day two\n");
    expect(lines.rows.map(({ text }) => text)).toEqual(["I cannot get the export to work at all, again", "The hinge broke on day two"]);
  });

  test("stops keeping rows at the limit and says so", async () => {
    const again = 'a8,"The strap broke, after two days.",Dan,1,2025-03-07\n';
    const { rows, copies, result } = await read(file + again, 64, { memory: new FileMemory(1, evidenceDigest) });
    expect([rows.length, copies.length]).toEqual([1, 1]);
    expect(report(result).droppedBy["over-limit"]).toBe(3);
  });

  test("an empty file, a binary file and a file without text fail with a reason before any batch", async () => {
    for (const [content, code] of [
      ["", "invalid_input"],
      [Uint8Array.of(0x50, 0x4b, 3, 4), "unsupported_media"],
      ["price,count\n3,4\n", "invalid_input"],
    ] as const) {
      const { rows, result } = await read(content);
      expect(rows).toEqual([]);
      expect(result).toMatchObject({ ok: false, error: { code } });
    }
  });
});
