/**
 * What is done with imports of one request, and with rows that another niche hands over: parts are staged as they come, and one turn makes all of
 * them evidence or none.
 */
import type { CommandEnvelope, Receipt } from "../../contracts/actor.ts";
import { err, ok, parse, type Result } from "../../contracts/result.ts";
import { importReportSchema, maxListedDrops, type ImportReport } from "../../contracts/services/niche-evidence.ts";
import { evidenceDigest } from "../../workers/niche-analysis/domain/import/evidence-reader.ts";
import type { TakenRow } from "../../workers/niche-analysis/domain/import/occurrence.ts";
import type { BulkWrite } from "../kernel/actor.ts";
import type { NicheCommand } from "./commands.ts";
import { withKnownRows } from "./import-report.ts";
import { maxEvidence } from "./rows.ts";
import { countFreshCopies, countStaged, discard, freshIds, keepStaged, knownRows, stage, sweepStaged } from "./staging.ts";

export interface ImportDeskParts {
  sql: SqlStorage;
  /** Texts, and copies of texts, of the niche at this moment. */
  counts(): { evidenceCount: number; copyCount: number };
  /** A turn of the niche. */
  turn(envelope: CommandEnvelope, command: NicheCommand, write: BulkWrite, request: unknown): Result<Receipt>;
}

export class ImportDesk {
  readonly #sql: SqlStorage;
  readonly #counts: ImportDeskParts["counts"];
  readonly #turn: ImportDeskParts["turn"];

  constructor({ sql, counts, turn }: ImportDeskParts) {
    this.#sql = sql;
    this.#counts = counts;
    this.#turn = turn;
  }

  stage(staging: string, part: number, rows: readonly TakenRow[]): Result<true> {
    if (part === 0) sweepStaged(this.#sql, Date.now());
    stage(this.#sql, staging, part, rows, Date.now());
    return ok(true);
  }

  finish(envelope: CommandEnvelope, staging: string, report: ImportReport): Result<ImportReport> & { replayed?: boolean } {
    const missing = report.kept + (report.copies ?? 0) - countStaged(this.#sql, staging);
    if (missing !== 0) return err("internal", `${missing} rows of this import did not arrive. Send the file again.`);
    const fresh = freshIds(this.#sql, staging);
    const total = this.#counts().evidenceCount + fresh.length;
    if (total > maxEvidence) return err("too_large", `A niche holds at most ${maxEvidence} texts; with this file it would have ${total}.`);
    const copies = this.#copies(staging);
    if (copies.total > maxEvidence)
      return err("too_large", `A niche counts at most ${maxEvidence} copies of its texts; with this file ${copies.total}.`);
    const known = { texts: fresh.length, copies: copies.added, knownRows: knownRows(this.#sql, staging, maxListedDrops) };
    const corrected = withKnownRows(report, known, evidenceDigest(fresh));
    const { sourceDigest } = report.provenance;
    const batchId = `imp_${sourceDigest.slice(0, 26)}`;
    const command: NicheCommand = { type: "import", batchId, added: fresh.length, total, copies, report: corrected };
    const receipt = this.#keep(envelope, staging, command, {
      import: { fileName: report.fileName, columns: report.columns.used, sourceDigest },
    });
    return receipt.ok ? { ...parse(importReportSchema, receipt.value.value), replayed: receipt.value.replayed } : receipt;
  }

  discard(staging: string): Result<true> {
    discard(this.#sql, staging);
    return ok(true);
  }

  inherit(
    envelope: CommandEnvelope,
    staging: string,
    { parentId, themeIds }: { parentId: string; themeIds: string[] },
  ): Result<{ added: number }> {
    const fresh = freshIds(this.#sql, staging);
    const [added, digest] = [fresh.length, evidenceDigest(fresh)];
    const total = this.#counts().evidenceCount + added;
    const copies = this.#copies(staging);
    const data = { batchId: digest.slice(0, 32), parentId, themeIds, added, total, copies, evidenceDigest: digest };
    const receipt = this.#keep(envelope, staging, { type: "inherit", data }, { inherit: { parentId, themeIds } });
    return receipt.ok ? ok({ added }) : receipt;
  }

  /** Further occurrences of texts that a staged import adds, and how many there are then. */
  #copies(staging: string): { added: number; total: number } {
    const added = countFreshCopies(this.#sql, staging);
    return { added, total: this.#counts().copyCount + added };
  }

  #keep(envelope: CommandEnvelope, staging: string, command: NicheCommand, request: unknown): Result<Receipt> {
    const receipt = this.#turn(envelope, command, (sql) => keepStaged(sql, staging), request);
    if (!receipt.ok || receipt.value.replayed) discard(this.#sql, staging);
    return receipt;
  }
}
