/** `paissive import`: a file into a niche in parts, from where an earlier call of the same command broke off. */
import { createHash } from "node:crypto";
import { openAsBlob } from "node:fs";
import { basename } from "node:path";
import { errors } from "../../contracts/errors.ts";
import type { ImportReport } from "../../contracts/services/niche-evidence.ts";
import type { Upload } from "../../contracts/services/niche-uploads.ts";
import { followReading, isReadAlike, sendRest, uploadOf, type UploadTransport } from "../../contracts/upload-sender.ts";
import { getUpload, listUploads, openUpload, sendUploadPart, type Client } from "../typescript/index.ts";
import { exitCodeOf, exitCodes, Failure, valueOf } from "./api.ts";

export interface FileImport {
  client: Client;
  /** The installation, for what is said when it is not reached. */
  url: string;
  niche: string;
  path: string;
  encoding?: string | undefined;
  /** Told in one line how far it is. */
  progress(line: string): void;
  wait(ms: number): Promise<unknown>;
}

/** Times that a part is sent, or the state asked, again in a row, the first after a second, each other after twice as long. */
const mostFailures = 6;
const longestPauseMs = 15_000;
const lookEveryMs = 1_000;

/** Rejects with a `Failure` that says how to go on. */
export async function importFile({ client, url, niche, path, encoding, progress, wait }: FileImport): Promise<ImportReport> {
  const file = await opened(path);
  if (file.size === 0) throw new Failure(`${path} is empty.`, exitCodes.failed);
  const transport = transportTo(client, url, niche);
  const fileName = basename(path).slice(0, 255);
  const settings = { fileName, bytes: file.size, ...(encoding !== undefined && { encoding }) };
  const alike = (await transport.list()).filter((upload) => isReadAlike(upload, settings));
  const begun = (await uploadOf(file, fileName, alike)) ?? (await readAlready(file, fileName, alike));
  const upload = begun ?? (await transport.open(settings));
  const onProgress = (now: Upload) => progress(progressOf(now));
  try {
    const again = async (cause: unknown, failures: number) => {
      if (!(cause instanceof Failure) || cause.exitCode !== exitCodes.later || failures > mostFailures) return false;
      await wait(Math.min(longestPauseMs, 500 * 2 ** failures));
      return true;
    };
    const sent = await sendRest({ transport, file, upload, onProgress, again });
    const { report, fault } = await followReading(transport, sent, { onProgress, wait: () => wait(lookEveryMs), again });
    if (report) return report;
    throw new Failure(fault?.detail ?? "The file could not be read.", fault ? exitCodeOf(errors[fault.code].status) : exitCodes.failed);
  } catch (cause) {
    if (!(cause instanceof Failure) || cause.exitCode !== exitCodes.later) throw cause;
    throw new Failure(`${cause.message} Call the same command again: it goes on where it broke off.`, cause.exitCode);
  }
}

/** The latest that is done of exactly these bytes: whoever was cut off while it was read gets its report. */
async function readAlready(file: Blob, fileName: string, uploads: readonly Upload[]): Promise<Upload | undefined> {
  const done = uploads.filter((one) => one.status === "done" && one.fileName === fileName && one.bytes === file.size);
  if (done.length === 0) return undefined;
  const digest = createHash("sha256");
  for await (const chunk of file.stream()) digest.update(chunk);
  const hex = digest.digest("hex");
  return done.findLast(({ report }) => report?.provenance.sourceDigest === hex);
}

async function opened(path: string): Promise<Blob> {
  try {
    return await openAsBlob(path);
  } catch (cause) {
    throw new Failure(`${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, exitCodes.usage);
  }
}

export function progressOf({ fileName, bytes, received, bytesRead, rows, keptRows }: Upload): string {
  if (received < bytes) return `${fileName}: ${megabytes(received)} of ${megabytes(bytes)} MB sent`;
  const { read = 0, kept = 0, copies = 0 } = rows ?? {};
  const far =
    keptRows === undefined
      ? `${percent(bytesRead, bytes)} % read`
      : `all read, ${percent(keptRows, Math.max(1, kept + copies))} % of it evidence`;
  return `${fileName}: ${far}, ${read} rows, ${kept} kept, ${copies} copies, ${read - kept - copies} left out`;
}

function percent(part: number, whole: number): number {
  return Math.floor((part / whole) * 100);
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

function transportTo(client: Client, url: string, id: string): UploadTransport {
  return {
    list: async () => (await valueOf(url, listUploads({ client, path: { id } }))).items,
    open: (body) => valueOf(url, openUpload({ client, path: { id }, body })),
    look: (uploadId) => valueOf(url, getUpload({ client, path: { id, uploadId } })),
    send: (uploadId, offset, body) => valueOf(url, sendUploadPart({ client, path: { id, uploadId }, query: { offset }, body })),
  };
}
