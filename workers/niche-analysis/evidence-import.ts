/** A file on its way into a niche: read as a stream, staged in parts at the actor, kept in one turn at the end. */
import type { CommandEnvelope } from "../../contracts/actor.ts";
import { newId } from "../../contracts/ids.ts";
import { err, type Result } from "../../contracts/result.ts";
import type { ColumnMapping, ImportReport } from "../../contracts/services/niche-evidence.ts";
import type { Niche } from "../../durable-objects/niche/actor.ts";
import { noted } from "../kit/replays.ts";
import { readEvidence } from "./domain/import/evidence-reader.ts";
import { NotUnpacked } from "./domain/import/unpacking.ts";

/** Bytes of one file at most; a Worker's own request limit may be lower. */
export const maxFileBytes = 256 * 1024 * 1024;

export interface EvidenceFile {
  fileName: string;
  mapping?: ColumnMapping | undefined;
  encoding?: string | undefined;
  /** Columns to keep as attributes; found out where it is absent. */
  attributes?: readonly string[] | undefined;
  body: ReadableStream<Uint8Array>;
  /** Of the organisation. */
  authorSalt: string;
}

/** Where the rows go; the niche's actor has these. */
export type ImportTarget = Pick<DurableObjectStub<Niche>, "stage" | "finishImport" | "discardImport">;

/**
 * Imports a file. All of its rows become evidence or none: a file that breaks off half-way, is too large or cannot be read leaves the
 * niche as it was, and the same command can be sent again. At any time one part of the file is in memory.
 */
export async function importFile(niche: ImportTarget, envelope: CommandEnvelope, file: EvidenceFile): Promise<Result<ImportReport>> {
  const staging = newId("import");
  const staged = await stageAll(niche, envelope, staging, file);
  if (!staged.ok) {
    await niche.discardImport(envelope.principal, staging);
    return staged;
  }
  return noted(envelope.id, await niche.finishImport(envelope, { staging, report: staged.value }));
}

async function stageAll(
  niche: ImportTarget,
  envelope: CommandEnvelope,
  staging: string,
  file: EvidenceFile,
): Promise<Result<ImportReport>> {
  const { fileName, mapping, attributes, encoding, authorSalt } = file;
  const reading = readEvidence(limited(file.body), { fileName, encoding, authorSalt, attributes, ...(mapping ? { mapping } : {}) });
  try {
    for (let part = 0; ; part++) {
      const next = await reading.next();
      if (next.done) return next.value;
      const staged = await niche.stage(envelope.principal, { staging, part, rows: next.value });
      if (!staged.ok) return staged;
    }
  } catch (cause) {
    if (cause instanceof FileTooLarge) return err("too_large", cause.message);
    if (cause instanceof NotUnpacked) return { ok: false, error: cause.fault };
    return err("invalid_input", `The file broke off while it was read (${String(cause)}). Nothing of it was imported; send it again.`);
  } finally {
    // Left early, this stops the upload: nobody wants the rest.
    await reading.return(err("invalid_input", "The import was given up."));
  }
}

class FileTooLarge extends Error {}

async function* limited(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > maxFileBytes) throw new FileTooLarge(`A file has at most ${maxFileBytes / 1024 / 1024} MiB. Cut it into several.`);
    yield chunk;
  }
}
