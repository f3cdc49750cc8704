/** A file into a niche in parts: opened or gone on with, sent, and followed until it is read. */
import type { ImportReport, Upload, UploadSettings } from "../../../../contracts/services/niche-analysis.ts";
import { followReading, sendRest, uploadOf, type UploadTransport } from "../../../../contracts/upload-sender.ts";
import { errors } from "../../../../contracts/errors.ts";
import { ApiProblem } from "../../api/problem.ts";

/** Times in a row that a part is sent again by itself: for about half a minute. */
const mostFailures = 4;

export interface FileSending {
  transport: UploadTransport & { remove(upload: Upload): Promise<void> };
  file: File;
  /** How to read it; undefined to go on with an upload that was opened before, which says so itself. */
  settings: Omit<UploadSettings, "fileName" | "bytes"> | undefined;
  onProgress: (upload: Upload) => void;
  signal: AbortSignal;
  /** Resolves after so many milliseconds. */
  wait: (ms: number) => Promise<unknown>;
}

/** Rejects with an `ApiProblem` where it is refused or cannot be read, and with the signal's reason when it is stopped; what was sent stays. */
export async function sendFile({ transport, file, settings, onProgress, signal, wait }: FileSending): Promise<ImportReport> {
  if (file.size === 0) throw problem("invalid_input", "The file is empty.");
  const open = await transport.list();
  const alike = settings === undefined ? open : open.filter((upload) => isReadAlike(upload, settings));
  const begun = await uploadOf(file, file.name, alike);
  if (begun === undefined && settings === undefined)
    throw problem("conflict", `${file.name} is not the file that was begun: it has another name, size or beginning.`);
  const upload = begun ?? (await transport.open({ ...settings, fileName: file.name, bytes: file.size }));
  const again = async (cause: unknown, failures: number) => {
    if (!(cause instanceof ApiProblem) || !cause.retryable || failures > mostFailures) return false;
    await wait(1_000 * 2 ** failures);
    return !signal.aborted;
  };
  const sent = await sendRest({ transport, file, upload, onProgress, signal, again });
  const { report, fault } = await followReading(transport, sent, { onProgress, signal, wait: () => wait(1_000) });
  if (report) return report;
  // Whoever is told here need not find it again.
  await transport.remove(sent).catch(() => undefined);
  throw problem(fault?.code ?? "internal", fault?.detail ?? "The file could not be read.", fault?.fields);
}

function isReadAlike(upload: Upload, { mapping = {}, encoding, attributes }: Omit<UploadSettings, "fileName" | "bytes">): boolean {
  const canonical = (settings: object) => JSON.stringify(Object.entries(settings).toSorted());
  return (
    canonical(upload.mapping ?? {}) === canonical(mapping) &&
    upload.encoding === encoding &&
    upload.attributes?.join("\n") === attributes?.join("\n")
  );
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
