/** The report of an import, corrected by what only the niche knows: which of the rows it had already. */
import { maxListedDrops, type ImportReport } from "../../contracts/services/niche-evidence.ts";

/** Rows that the niche had before count as duplicates; `read` stays the sum of kept and dropped. `digest` is of the rows that are new. */
export function withKnownRows(report: ImportReport, known: { count: number; rows: readonly number[] }, digest: string): ImportReport {
  const duplicates = (report.droppedBy.duplicate ?? 0) + known.count;
  const listed = known.rows.map((row) => ({ row, reason: "duplicate" as const }));
  return {
    ...report,
    kept: report.kept - known.count,
    droppedBy: duplicates === 0 ? report.droppedBy : { ...report.droppedBy, duplicate: duplicates },
    dropped: [...report.dropped, ...listed].toSorted((a, b) => a.row - b.row).slice(0, maxListedDrops),
    provenance: { ...report.provenance, evidenceDigest: digest },
  };
}
