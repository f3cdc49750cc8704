/**
 * Makes the rows of an upload evidence once all are read: some ten thousand a turn, which others wait for. What a turn kept is noted in it, so
 * that a crash between two loses and doubles nothing.
 */
import * as z from "zod";
import { err, type Fault } from "../../../contracts/result.ts";
import { maxListedDrops, type ImportReport } from "../../../contracts/services/niche-evidence.ts";
import type { EffectOutcome } from "../../kernel/types.ts";
import type { NicheCommand } from "../commands.ts";
import { withKnownRows } from "../import-report.ts";
import { maxEvidence } from "../rows.ts";
import { countFreshCopies, countStaged, discard, firstParts, freshIds, freshIdsQuery, keepStaged, knownRows } from "../staging.ts";
import type { Arrived } from "./decider.ts";
import { digestOfIds } from "./marks.ts";
import { stagingOf } from "./plan.ts";
import { noteReport, setDone, setFailed, type StoredUpload } from "./rows.ts";

/**
 * Rows of one turn, and what is left of a part: a second for short texts, two for texts of two kilobytes. Cloudflare ends what computes for more
 * than 30.
 */
export const rowsOfTurn = 40_000;

/** What one turn kept. */
interface KeptTurn extends Arrived {
  /** Last position of evidence before it: its own texts follow. */
  after: number;
  /** Staged rows that it went through. */
  rows: number;
  /** Numbers, in the file, of its first rows that the niche had. */
  known: number[];
}

const turnSchema = z.object({ after: z.int(), rows: z.int(), texts: z.int(), copies: z.int(), known: z.string() });
const numbersSchema = z.array(z.int());

export function turnsOf(sql: SqlStorage, uploadId: string): KeptTurn[] {
  return sql
    .exec("SELECT after, rows, texts, copies, known FROM upload_turns WHERE upload = ? ORDER BY turn", uploadId)
    .toArray()
    .map((row) => turnSchema.parse(row))
    .map(({ known, ...turn }) => ({ ...turn, known: numbersSchema.parse(JSON.parse(known)) }));
}

/** The next rows become evidence in the turn that says so; `report`: of the whole file, as it was read. */
export function keepNext(
  sql: SqlStorage,
  { id: uploadId }: StoredUpload,
  report: ImportReport,
  atLeast = rowsOfTurn,
): EffectOutcome<NicheCommand> {
  const turns = turnsOf(sql, uploadId);
  const missing = turns.length === 0 ? rowsIn(report) - countStaged(sql, stagingOf(uploadId)) : 0;
  if (missing !== 0) {
    discard(sql, stagingOf(uploadId));
    noteReport(sql, uploadId, undefined);
    return { status: "failed", fault: err("internal", `${missing} rows of this import were not there; it is read again.`).error };
  }
  let next: Next | undefined;
  return {
    status: "done",
    command: () => {
      next = nextTurn(sql, { uploadId, report, turns, atLeast });
      return next.command;
    },
    write: () => next?.write(),
  };
}

/** Staged rows that the reading of a file ends with. */
function rowsIn({ kept, copies = 0 }: ImportReport): number {
  return kept + copies;
}

interface Next {
  command: NicheCommand;
  write: () => void;
}

interface Keeping {
  uploadId: string;
  report: ImportReport;
  turns: readonly KeptTurn[];
  atLeast: number;
}

function nextTurn(sql: SqlStorage, { uploadId, report, turns, atLeast }: Keeping): Next {
  const staging = stagingOf(uploadId);
  const { upTo, rows, areAll } = firstParts(sql, staging, atLeast);
  const fresh = { texts: freshIds(sql, staging, upTo).length, copies: countFreshCopies(sql, staging, upTo) };
  const fault = tooMany(sql, fresh) ?? (areAll && sum(turns, "rows") + rows !== rowsIn(report) ? lost : undefined);
  if (fault) return { command: { type: "upload-failed", uploadId, fault }, write: () => setFailed(sql, uploadId, fault, Date.now()) };
  const known = knownRows(sql, staging, maxListedDrops, upTo);
  const keep = () => {
    noteTurn(sql, uploadId, turns.length, { ...fresh, rows, known, after: countsOf(sql).texts });
    keepStaged(sql, staging, upTo);
  };
  if (!areAll) return { command: { type: "upload-advanced", uploadId, turns: turns.length, fresh }, write: keep };
  const earlier = { texts: sum(turns, "texts"), copies: sum(turns, "copies") };
  const all = {
    texts: earlier.texts + fresh.texts,
    copies: earlier.copies + fresh.copies,
    knownRows: [...turns.flatMap((turn) => turn.known), ...known].slice(0, maxListedDrops),
  };
  const corrected = withKnownRows(report, all, digestOfNew(sql, uploadId, staging));
  const batchId = `imp_${report.provenance.sourceDigest.slice(0, 26)}`;
  return {
    command: { type: "upload-read", uploadId, imported: { batchId, earlier, fresh, report: corrected } },
    write: () => {
      keep();
      setDone(sql, uploadId, corrected, Date.now());
    },
  };
}

const lost = err(
  "not_found",
  "Rows of this upload were lost before all were kept. Send the file again: those that were kept are not imported twice.",
).error;

/** Why so many more are too many; undefined when there is room for them. */
function tooMany(sql: SqlStorage, fresh: Arrived): Fault | undefined {
  const counts = countsOf(sql);
  const [texts, copies] = [counts.texts + fresh.texts, counts.copies + fresh.copies];
  if (texts > maxEvidence)
    return err("too_large", `A niche holds at most ${maxEvidence} texts; with this file it would have ${texts} or more.`).error;
  if (copies > maxEvidence)
    return err("too_large", `A niche counts at most ${maxEvidence} copies of its texts; with this file ${copies} or more.`).error;
  return undefined;
}

function countsOf(sql: SqlStorage): Arrived {
  return sql
    .exec<{ texts: number; copies: number }>(
      "SELECT (SELECT COALESCE(MAX(position), 0) FROM evidence) AS texts, (SELECT COALESCE(MAX(position), 0) FROM occurrences) AS copies",
    )
    .one();
}

function sum(turns: readonly KeptTurn[], what: "rows" | "texts" | "copies"): number {
  return turns.reduce((total, turn) => total + turn[what], 0);
}

function noteTurn(sql: SqlStorage, uploadId: string, turn: number, { after, rows, texts, copies, known }: KeptTurn): void {
  sql.exec(
    "INSERT INTO upload_turns (upload, turn, after, rows, texts, copies, known) VALUES (?, ?, ?, ?, ?, ?, ?)",
    uploadId,
    turn,
    after,
    rows,
    texts,
    copies,
    JSON.stringify(known),
  );
}

/** Over the ids of all texts that the upload brought: of turns before, and of what is staged still. */
function digestOfNew(sql: SqlStorage, uploadId: string, staging: string): string {
  const kept = `SELECT e.id AS id FROM upload_turns AS t JOIN evidence AS e ON e.position > t.after AND e.position <= t.after + t.texts WHERE t.upload = ?`;
  const ids = sql.exec<{ id: string }>(`${kept} UNION ALL ${freshIdsQuery} ORDER BY id`, uploadId, staging, Number.MAX_SAFE_INTEGER);
  return digestOfIds(ids);
}
