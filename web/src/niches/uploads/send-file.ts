/** A file into a niche in parts: opened or gone on with, sent, and followed until it is read. */
import type { ImportReport, Upload } from "../../../../contracts/services/niche-analysis.ts";
import {
  followReading,
  isReadAlike,
  sendRest,
  uploadOf,
  type ReadSettings,
  type UploadTransport,
} from "../../../../contracts/upload-sender.ts";
import { errors } from "../../../../contracts/errors.ts";
import { ApiProblem } from "../../api/problem.ts";

/** Times in a row that a part is sent again by itself: for about half a minute. */
const mostFailures = 4;

export interface FileSending {
  transport: UploadTransport & { remove(upload: Upload): Promise<void> };
  file: File;
  /** How to read it; undefined to go on with an upload that was opened before, which says so itself. */
  settings: ReadSettings | undefined;
  /** The upload of this very file, where it is known: it is gone on with, whatever has become of it meanwhile. */
  begun?: Pick<Upload, "id"> | undefined;
  onProgress: (upload: Upload) => void;
  signal: AbortSignal;
  /** Resolves after so many milliseconds. */
  wait: (ms: number) => Promise<unknown>;
}

/** Rejects with an `ApiProblem` where it is refused or cannot be read, and with the signal's reason when it is stopped; what was sent stays. */
export async function sendFile({ transport, file, settings, begun, onProgress, signal, wait }: FileSending): Promise<ImportReport> {
  if (file.size === 0) throw problem("invalid_input", "The file is empty.");
  const upload = begun ? await transport.look(begun.id) : await found(transport, file, settings);
  const again = async (cause: unknown, failures: number) => {
    if (!(cause instanceof ApiProblem) || !cause.retryable || failures > mostFailures) return false;
    await wait(1_000 * 2 ** failures);
    return !signal.aborted;
  };
  const sent = await sendRest({ transport, file, upload, onProgress, signal, again });
  const { report, fault } = await followReading(transport, sent, { onProgress, signal, wait: () => wait(1_000), again });
  if (report) return report;
  // Whoever is told here need not find it again.
  await transport.remove(sent).catch(() => undefined);
  throw problem(fault?.code ?? "internal", fault?.detail ?? "The file could not be read.", fault?.fields);
}

/** The upload that is under way of this file, or a new one. */
async function found(transport: UploadTransport, file: File, settings: ReadSettings | undefined): Promise<Upload> {
  const open = await transport.list();
  const alike = settings === undefined ? open : open.filter((upload) => isReadAlike(upload, settings));
  const begun = await uploadOf(file, file.name, alike);
  if (begun) return begun;
  if (settings) return transport.open({ ...settings, fileName: file.name, bytes: file.size });
  throw problem("conflict", `${file.name} is not the file that was begun: it has another name, size or beginning.`);
}

function problem(code: keyof typeof errors, detail: string, fields: readonly { path: string; message: string }[] = []): ApiProblem {
  const { status, title } = errors[code];
  return new ApiProblem({
    code,
    title,
    status,
    detail,
    retryable: false,
    fields: Object.fromEntries(fields.map(({ path, message }) => [path, message])),
  });
}
