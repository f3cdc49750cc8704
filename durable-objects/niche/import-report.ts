/** The report of an import, corrected by what only the niche knows: which of the rows it had already. */
import { maxListedDrops, type ImportReport } from "../../contracts/services/niche-evidence.ts";

/** What is new of a file: texts, further occurrences of texts, and the first rows that are neither. */
export interface Fresh {
  texts: number;
  copies: number;
  knownRows: readonly number[];
}

/**
 * A row whose text the niche had before is one more occurrence of it, or, where that was there too, a duplicate; `read` stays the sum of kept,
 * copies and dropped. `digest` is of the texts that are new.
 */
export function withKnownRows(report: ImportReport, fresh: Fresh, digest: string): ImportReport {
  const { copies: _, ...rest } = report;
  const known = report.kept + (report.copies ?? 0) - fresh.texts - fresh.copies;
  const duplicates = (report.droppedBy.duplicate ?? 0) + known;
  const listed = fresh.knownRows.map((row) => ({ row, reason: "duplicate" as const }));
  return {
    ...rest,
    kept: fresh.texts,
    ...(fresh.copies > 0 && { copies: fresh.copies }),
    droppedBy: duplicates === 0 ? report.droppedBy : { ...report.droppedBy, duplicate: duplicates },
    dropped: [...report.dropped, ...listed].toSorted((a, b) => a.row - b.row).slice(0, maxListedDrops),
    provenance: { ...report.provenance, evidenceDigest: digest },
  };
}
