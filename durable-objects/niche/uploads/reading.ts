/**
 * The effect that reads an upload. Each time it is started it reads some megabytes, stages their rows and comes back later, so that no invocation
 * is long and others are answered meanwhile. The reader stays in memory from one time to the next; where it was lost, what it has staged is
 * deleted and the file read from its beginning again.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { err, type Fault, type Result } from "../../../contracts/result.ts";
import type { ImportReport } from "../../../contracts/services/niche-evidence.ts";
import { EvidenceReading } from "../../../workers/niche-analysis/domain/import/evidence-reader.ts";
import type { TakenRow } from "../../../workers/niche-analysis/domain/import/occurrence.ts";
import { NotUnpacked } from "../../../workers/niche-analysis/domain/import/unpacking.ts";
import type { EffectTools } from "../../kernel/blueprint.ts";
import type { EffectHandler, EffectOutcome } from "../../kernel/types.ts";
import { saltOf } from "../author-salt.ts";
import type { NicheCommand } from "../commands.ts";
import type { NicheEnv } from "../env.ts";
import { discard, stage } from "../staging.ts";
import { keepNext } from "./keeping.ts";
import { deleteMarks, UploadMemory } from "./marks.ts";
import { readInputSchema, stagingOf } from "./plan.ts";
import { findUpload, firstReading, noteRead, noteReport, pieceAt, setFailed, type StoredUpload } from "./rows.ts";
import { marksAtOnce } from "./tidying.ts";

/** Read in one invocation: a few seconds of a busy machine, far below the limit of 30. */
const sliceBytes = 2 * 1024 ** 2;
/** The same of a packed file, whose bytes say little. */
const sliceSteps = 100;
/** Given to the reader at once: others wait so long. */
const biteBytes = 128 * 1024;
/** Another upload is read first. */
const behindMs = 500;

type Outcome = EffectOutcome<NicheCommand>;

export function readUpload({ env, sql }: EffectTools<NicheEnv>): EffectHandler<NicheCommand> {
  return async (task) => {
    const { uploadId } = readInputSchema.parse(task.input);
    // Lets others in: a turn that kept rows starts the next.
    await sleep(0);
    const upload = findUpload(sql, uploadId);
    if (upload?.status !== "reading") return { status: "done", command: { type: "upload-failed", uploadId, fault: gone } };
    if (firstReading(sql) !== uploadId) return { status: "waiting", afterMs: behindMs };
    if (upload.report) return keepNext(sql, upload, upload.report);
    try {
      const known = readerOf(sql, upload);
      if (!known && !forgotten(sql, uploadId)) return { status: "waiting", afterMs: 1 };
      const reader = known ?? keepReader(sql, new Reader(sql, upload, await saltOf(env.NICHE_ANALYSIS_DB, task.identity.organisation)));
      const result = await reader.slice();
      if (!result) return { status: "waiting", afterMs: 1 };
      dropReader(sql, uploadId);
      if (!result.ok) return failing(sql, uploadId, result.error);
      noteReport(sql, uploadId, result.value);
      // What makes the rows evidence takes its time too.
      return { status: "waiting", afterMs: 1 };
    } catch (cause) {
      dropReader(sql, uploadId);
      if (cause instanceof NotUnpacked) return failing(sql, uploadId, cause.fault);
      if (cause instanceof LostBytes) return failing(sql, uploadId, lost);
      throw cause;
    }
  };
}

/** Deletes some of what a reader left behind that was lost; true when nothing of it is left. */
function forgotten(sql: SqlStorage, uploadId: string): boolean {
  discard(sql, stagingOf(uploadId));
  return deleteMarks(sql, uploadId, marksAtOnce);
}

const gone = err("not_found", "The bytes of this upload are not here any more. Send the file again.").error;

const lost = err("not_found", "Bytes of this upload were lost before they were read. Send the file again.").error;

/** A piece is missing before the end of the file. */
class LostBytes extends Error {}

/** Undoes nothing: what is staged counts for nothing, and goes with the bytes. */
function failing(sql: SqlStorage, uploadId: string, fault: Fault): Outcome {
  return {
    status: "done",
    command: { type: "upload-failed", uploadId, fault },
    write: () => setFailed(sql, uploadId, fault, Date.now()),
  };
}

/** The one reader of an actor. */
const readers = new WeakMap<SqlStorage, Reader>();

function readerOf(sql: SqlStorage, { id }: StoredUpload): Reader | undefined {
  const reader = readers.get(sql);
  return reader?.uploadId === id ? reader : undefined;
}

function keepReader(sql: SqlStorage, reader: Reader): Reader {
  readers.set(sql, reader);
  return reader;
}

/** For an upload that is over. */
export function dropReader(sql: SqlStorage, uploadId: string): void {
  const reader = readers.get(sql);
  if (reader?.uploadId !== uploadId) return;
  readers.delete(sql);
  reader.stop();
}

class Reader {
  readonly uploadId: string;
  readonly #sql: SqlStorage;
  readonly #size: number;
  readonly #memory: UploadMemory;
  readonly #reading: EvidenceReading;
  readonly #batches: AsyncGenerator<TakenRow[], Result<ImportReport>>;
  #bytes = 0;
  #part = 0;

  constructor(sql: SqlStorage, { id, fileName, bytes, mapping, encoding, attributes }: StoredUpload, authorSalt: string) {
    this.uploadId = id;
    this.#sql = sql;
    this.#size = bytes;
    this.#memory = new UploadMemory(sql, id);
    this.#reading = new EvidenceReading({ fileName, encoding, attributes, authorSalt, memory: this.#memory, ...(mapping && { mapping }) });
    this.#batches = this.#reading.batches(this.#bites());
  }

  /** Reads on for a while. The outcome when nothing is left to be read, or when the upload was removed. */
  async slice(): Promise<Result<ImportReport> | undefined> {
    const until = this.#bytes + sliceBytes;
    for (let step = 0; step < sliceSteps && this.#bytes < until; step++) {
      const next = await this.#batches.next();
      const upload = findUpload(this.#sql, this.uploadId);
      if (upload?.status !== "reading") return { ok: false, error: gone };
      if (!next.done && next.value.length > 0) stage(this.#sql, stagingOf(this.uploadId), this.#part++, next.value, Date.now());
      noteRead(this.#sql, this.uploadId, this.#bytes, this.#reading.progress, Date.now());
      if (next.done) return next.value;
      // Lets others in.
      await sleep(0);
    }
    return undefined;
  }

  /** Lets go of what unpacks the file. */
  stop(): void {
    this.#memory.close();
    this.#batches.return(err("not_found", gone.detail)).catch(() => undefined);
  }

  async *#bites(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < this.#size;) {
      const piece = pieceAt(this.#sql, this.uploadId, at);
      if (!piece) throw new LostBytes(`there is no piece at ${at}`);
      for (let from = 0; from < piece.length; from += biteBytes) {
        const bite = piece.subarray(from, from + biteBytes);
        yield bite;
        this.#bytes += bite.length;
      }
      at += piece.length;
    }
  }
}
