/** Sends a file in parts, by whatever transport, and goes on where an earlier sending broke off. Runs in browsers and in Node. */
import { sha256Hex } from "./digest.ts";
import { uploadHeadBytes, type Upload, type UploadSettings } from "./services/niche-uploads.ts";

/** The four operations on the uploads of one niche. Each rejects where the API refuses or is not reached. */
export interface UploadTransport {
  list(): Promise<Upload[]>;
  open(settings: UploadSettings): Promise<Upload>;
  look(uploadId: string): Promise<Upload>;
  send(uploadId: string, offset: number, bytes: Blob): Promise<Upload>;
}

/** How a file is to be read. */
export type ReadSettings = Omit<UploadSettings, "fileName" | "bytes">;

/** Asked when a request did not come through, with how often that happened in a row: true to try again. */
export type Again = (cause: unknown, failures: number) => Promise<boolean>;

export interface Following {
  /** Called with the upload as it is, again and again. */
  onProgress?: (upload: Upload) => void;
  signal?: AbortSignal;
  /** Resolves when it is time to look again. */
  wait: () => Promise<unknown>;
  /** Default: never. */
  again?: Again;
}

export interface Sending {
  transport: UploadTransport;
  file: Blob;
  upload: Upload;
  /** Called with the upload as it is after each part, and at the beginning. */
  onProgress?: (upload: Upload) => void;
  /** Ends the sending between two parts; what was sent stays. */
  signal?: AbortSignal;
  /** Of a part; it goes on where the upload then is. Default: never. */
  again?: Again;
}

/**
 * Of `uploads` the latest that is of this file and not over: of its name and size, with the same beginning. Undefined without one.
 * Where nothing has come of the beginning yet, name and size decide.
 */
export async function uploadOf(file: Blob, fileName: string, uploads: readonly Upload[]): Promise<Upload | undefined> {
  const alike = uploads.filter(
    (one) => (one.status === "receiving" || one.status === "reading") && one.fileName === fileName && one.bytes === file.size,
  );
  if (alike.length === 0) return undefined;
  const digest = await sha256Hex(new Uint8Array(await file.slice(0, uploadHeadBytes).arrayBuffer()));
  return alike.findLast(({ headDigest, received }) => (headDigest === undefined ? received === 0 : headDigest === digest));
}

/** Whether `upload` is read as `settings` say. */
export function isReadAlike(upload: Upload, { mapping = {}, encoding, attributes }: ReadSettings): boolean {
  const canonical = (settings: object) => JSON.stringify(Object.entries(settings).toSorted());
  return (
    canonical(upload.mapping ?? {}) === canonical(mapping) &&
    upload.encoding === encoding &&
    upload.attributes?.join("\n") === attributes?.join("\n")
  );
}

/** Sends what is missing of `upload`; resolves with it once all of its bytes are there. Rejects with the transport's refusal, or the signal's reason. */
export async function sendRest({ transport, file, upload, onProgress, signal, again }: Sending): Promise<Upload> {
  let [now, failures] = [upload, 0];
  onProgress?.(now);
  while (now.received < file.size) {
    signal?.throwIfAborted();
    try {
      now = await transport.send(now.id, now.received, file.slice(now.received, now.received + now.partBytes));
      failures = 0;
    } catch (cause) {
      failures++;
      if (signal?.aborted === true || again === undefined || !(await again(cause, failures))) throw cause;
      // The part may be there although its answer is not.
      now = await transport.look(now.id).catch(() => now);
    }
    onProgress?.(now);
  }
  return now;
}

/** Looks until the upload is read; resolves with it done or failed. Rejects with the transport's refusal, or the signal's reason. */
export async function followReading(
  transport: Pick<UploadTransport, "look">,
  upload: Upload,
  { onProgress, signal, wait, again }: Following,
): Promise<Upload> {
  let [now, failures] = [upload, 0];
  for (;;) {
    onProgress?.(now);
    if (now.status === "done" || now.status === "failed") return now;
    await wait();
    signal?.throwIfAborted();
    try {
      now = await transport.look(now.id);
      failures = 0;
    } catch (cause) {
      failures++;
      if (signal?.aborted === true || again === undefined || !(await again(cause, failures))) throw cause;
    }
  }
}
