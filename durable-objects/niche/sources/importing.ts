/** The pages of a fetch on their way into the niche: the same reading, masking and staging as a file that somebody uploads. */
import type { ImportReport } from "../../../contracts/services/niche-evidence.ts";
import { evidenceDigest, readEvidence } from "../../../workers/niche-analysis/domain/import/evidence-reader.ts";
import { JoinedReadings, type Reading } from "../../../workers/niche-analysis/domain/import/joined-readings.ts";
import type { TakenRow } from "../../../workers/niche-analysis/domain/import/occurrence.ts";
import type { SourceProblem } from "../../../workers/niche-analysis/domain/sources/connector.ts";
import { maxListedDrops } from "../../../contracts/services/niche-evidence.ts";
import { withKnownRows } from "../import-report.ts";
import { maxEvidence } from "../rows.ts";
import { countFreshCopies, discard, freshIds, keepStaged, knownRows, stage } from "../staging.ts";
import { knownProvenances, readingsOf, type Run } from "./rows.ts";

export type ImportedPages =
  | { ok: false; problem: SourceProblem }
  | {
      ok: true;
      /** Right before the turn that keeps the rows: what of them is new by then. */
      counted(): { batchId: string; added: number; copies: number; report: ImportReport };
      /** Within that turn. */
      write(): void;
    };

/**
 * Reads a page as the file that it is: masked, hashed and counted like a file that somebody uploads. `rowsBefore`: rows of the pages before it.
 * The problem where it cannot be read.
 */
export async function takePage(
  file: string,
  { name, authorSalt, rowsBefore }: { name: string; authorSalt: string; rowsBefore: number },
): Promise<{ ok: true; reading: Reading } | { ok: false; problem: SourceProblem }> {
  const batches = readEvidence(bytesOf(file), { fileName: name, authorSalt, rowsBefore });
  const rows: TakenRow[] = [];
  for (;;) {
    const next = await batches.next();
    if (!next.done) rows.push(...next.value);
    else if (next.value.ok) return { ok: true, reading: { rows, report: next.value.value } };
    else return { ok: false, problem: unreadable(next.value.error.code, next.value.error.detail) };
  }
}

async function* bytesOf(file: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(file);
}

/** Stages what was taken of the pages. A text whose id at its source the niche knows already is a duplicate, whatever it says today. */
export function importPages(sql: SqlStorage, { run, staging }: { run: Run; staging: string }): ImportedPages {
  discard(sql, staging);
  const joined = new JoinedReadings();
  const known: number[] = [];
  let part = 0;
  for (const reading of readingsOf(sql, run)) {
    const rows = joined.add(reading);
    const there = knownProvenances(
      sql,
      rows.map(({ provenance }) => provenance),
    );
    known.push(...rows.filter(({ provenance }) => there.has(provenance)).map(({ row }) => row));
    const fresh = rows.filter(({ provenance }) => !there.has(provenance));
    stage(sql, staging, part++, fresh, Date.now());
  }
  const { report } = joined;
  if (countOf(sql) + freshIds(sql, staging).length > maxEvidence) return { ok: false, problem: full };
  return {
    ok: true,
    counted() {
      const fresh = freshIds(sql, staging);
      const rows = [...known, ...knownRows(sql, staging, maxListedDrops)].slice(0, maxListedDrops);
      const copies = countFreshCopies(sql, staging);
      const corrected = withKnownRows(report, { texts: fresh.length, copies, knownRows: rows }, evidenceDigest(fresh));
      return { batchId: `imp_${report.provenance.sourceDigest.slice(0, 26)}`, added: fresh.length, copies, report: corrected };
    },
    write: () => keepStaged(sql, staging),
  };
}

function countOf(sql: SqlStorage): number {
  return sql.exec<{ n: number }>("SELECT COUNT(*) AS n FROM evidence").one().n;
}

function unreadable(code: SourceProblem["code"], detail: string): SourceProblem {
  const remedy =
    "Look what its address shows: the address of a feed often ends in /feed, /rss or .xml. Remove this source and add the right one.";
  return { code, detail, remedy, retryable: false };
}

const full: SourceProblem = {
  code: "too_large",
  detail: `This niche holds as many texts as a niche can: ${maxEvidence}.`,
  remedy: "Remove this source, or make another niche for what comes from now on.",
  retryable: false,
};
