/** The pages of a fetch on their way into the niche: the same reading, masking and staging as a file that somebody uploads. */
import type { ImportReport } from "../../../contracts/services/niche-evidence.ts";
import { evidenceDigest, readEvidence } from "../../../workers/niche-analysis/domain/import/evidence-reader.ts";
import type { SourceProblem } from "../../../workers/niche-analysis/domain/sources/connector.ts";
import { maxListedDrops } from "../../../contracts/services/niche-evidence.ts";
import type { EffectTools } from "../../kernel/blueprint.ts";
import type { NicheEnv } from "../env.ts";
import { saltOf } from "../author-salt.ts";
import { withKnownRows } from "../import-report.ts";
import { maxEvidence } from "../rows.ts";
import { countFreshCopies, discard, freshIds, keepStaged, knownRows, stage } from "../staging.ts";
import { fileOf, knownProvenances, type Run } from "./rows.ts";

export interface FetchedFile {
  run: Run;
  /** Shown as the source of each text. */
  name: string;
  organisation: string;
  /** Names what is staged. */
  staging: string;
}

export type ImportedPages =
  | { ok: false; problem: SourceProblem }
  | {
      ok: true;
      /** Right before the turn that keeps the rows: what of them is new by then. */
      counted(): { batchId: string; added: number; copies: number; report: ImportReport };
      /** Within that turn. */
      write(): void;
    };

/** Reads and stages the pages. A text whose id at its source the niche knows already is a duplicate, whatever it says today. */
export async function importPages({ env, sql }: EffectTools<NicheEnv>, file: FetchedFile): Promise<ImportedPages> {
  const { run, name, organisation, staging } = file;
  const authorSalt = await saltOf(env.NICHE_ANALYSIS_DB, organisation);
  discard(sql, staging);
  const reading = readEvidence(fileOf(sql, run), { fileName: name, authorSalt });
  const known: number[] = [];
  for (let part = 0; ; part++) {
    const next = await reading.next();
    if (!next.done) {
      const there = knownProvenances(
        sql,
        next.value.map(({ provenance }) => provenance),
      );
      known.push(...next.value.filter(({ provenance }) => there.has(provenance)).map(({ row }) => row));
      stage(
        sql,
        staging,
        part,
        next.value.filter(({ provenance }) => !there.has(provenance)),
        Date.now(),
      );
      continue;
    }
    if (!next.value.ok) return { ok: false, problem: unreadable(next.value.error.code, next.value.error.detail) };
    const report = next.value.value;
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
