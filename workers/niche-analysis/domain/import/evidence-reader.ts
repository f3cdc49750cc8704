/** A file to evidence, in one pass: bytes, unpacked where they are packed → text → records → rows, with a count of everything that was left out and why. */
import { err, ok, type Result } from "../../../../contracts/result.ts";
import type { ColumnMapping, ImportReport } from "../../../../contracts/services/niche-evidence.ts";
import { namedEncoding } from "./decoding.ts";
import { FileMemory, type ImportMemory } from "./import-memory.ts";
import { Intake } from "./intake.ts";
import type { TakenRow } from "./occurrence.ts";
import { sha256, Sha256 } from "./sha256.ts";
import { TableFile } from "./table-file.ts";
import { unpacked } from "./unpacking.ts";

export { evidenceId } from "./intake.ts";

export interface ReadOptions {
  fileName: string;
  mapping?: ColumnMapping;
  /** What the file is written in; without it the bytes tell. */
  encoding?: string | undefined;
  /** Columns to keep as attributes; found out where it is absent. */
  attributes?: readonly string[] | undefined;
  /** Of the organisation; goes into author hashes and nowhere else. */
  authorSalt: string;
  /** What tells copies and duplicates. Default: one in memory for 100,000 texts and as many copies; the rest is dropped as `over-limit`. */
  memory?: ImportMemory;
  /** Rows of the parts before, where this is a part of something longer: its rows are numbered on from there. Default 0. */
  rowsBefore?: number;
  /** Rows a batch. Default 200. */
  batchRows?: number;
}

/** Texts of a file at most whose ids are held in memory, and copies. */
export const mostInMemory = 100_000;

/** Rows that are admitted at once. */
const atOnce = 200;

/** What of a file is read so far. */
export type Progress = Pick<ImportReport, "read" | "kept" | "copies" | "droppedBy" | "dropped">;

/**
 * Yields batches of rows while the file is read, a text before further occurrences of it; returns the report, or the fault that makes the whole file unusable
 * (`unsupported_media`, `invalid_input`), which is found before the first batch. Nothing but the pending record, the sample and what `memory`
 * holds is held. The same bytes give the same rows, however they are cut into chunks.
 */
export async function* readEvidence(
  body: AsyncIterable<Uint8Array>,
  options: ReadOptions,
): AsyncGenerator<TakenRow[], Result<ImportReport>> {
  const batches = new EvidenceReading(options).batches(body);
  try {
    for (;;) {
      const next = await batches.next();
      if (next.done) return next.value;
      if (next.value.length > 0) yield next.value;
    }
  } finally {
    // Left early, this stops the file: nobody wants the rest.
    await batches.return(err("invalid_input", "The reading was given up."));
  }
}

/** `readEvidence` for who looks on, and goes on when they like. */
export class EvidenceReading {
  readonly #options: ReadOptions;
  readonly #memory: ImportMemory;
  readonly #intake: Intake;

  constructor(options: ReadOptions) {
    this.#options = options;
    this.#memory = options.memory ?? new FileMemory(mostInMemory, evidenceDigest);
    this.#intake = new Intake({ ...options, memory: this.#memory });
  }

  get progress(): Progress {
    const { read, kept, copies, droppedBy, dropped } = this.#intake.counts();
    return { read, kept, ...(copies !== undefined && { copies }), droppedBy, dropped };
  }

  /** The batches of `readEvidence`, and an empty one after each piece of the file that completes none, so that nobody waits for long. Call once. */
  async *batches(body: AsyncIterable<Uint8Array>): AsyncGenerator<TakenRow[], Result<ImportReport>> {
    const { batchRows = 200, ...options } = this.#options;
    const encoding = options.encoding === undefined ? ok(undefined) : namedEncoding(options.encoding);
    if (!encoding.ok) return encoding;
    const file = new TableFile({ ...options, encoding: encoding.value });
    const intake = this.#intake;
    const arrived = { bytes: 0, digest: new Sha256() };
    let batch: TakenRow[] = [];

    for await (const chunk of endingWithNothing(unpacked(counted(body, arrived)))) {
      const rows = chunk ? file.push(chunk) : file.end();
      if (!rows.ok) return rows;
      let completed = false;
      for (let from = 0; from < rows.value.length; from += atOnce)
        for (const kept of intake.take(rows.value.slice(from, from + atOnce))) {
          if (batch.push(kept) < batchRows) continue;
          yield batch;
          batch = [];
          completed = true;
        }
      if (!completed) yield [];
    }
    if (batch.length > 0) yield batch;

    return ok({
      fileName: options.fileName,
      ...file.description,
      ...intake.counts(),
      provenance: { bytes: arrived.bytes, sourceDigest: arrived.digest.hex(), evidenceDigest: this.#memory.digest() },
    });
  }
}

/** SHA-256 over the ids in canonical order (sorted), one a line: names exactly which evidence something rests on. */
export function evidenceDigest(ids: Iterable<string>): string {
  return sha256([...ids].toSorted().join("\n"));
}

/** The chunks as they come, noted in `arrived`. */
async function* counted(body: AsyncIterable<Uint8Array>, arrived: { bytes: number; digest: Sha256 }): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    arrived.digest.update(chunk);
    arrived.bytes += chunk.length;
    yield chunk;
  }
}

/** The chunks, and undefined once after the last. */
async function* endingWithNothing(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array | undefined> {
  yield* body;
  yield undefined;
}
