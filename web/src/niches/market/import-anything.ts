/** A file dropped on the page of a niche: texts become evidence; a table of figures goes where tables of the market are kept. */
import type { ImportReport, MarketTable, Upload } from "../../../../contracts/services/niche-analysis.ts";
import type { ReadSettings } from "../../../../contracts/upload-sender.ts";
import { ApiProblem } from "../../api/problem.ts";
import { uploadsOf } from "../uploads/queries.ts";
import { sendFile } from "../uploads/send-file.ts";
import { importMarketTable } from "./queries.ts";

export type Imported = { report: ImportReport; table?: undefined } | { table: MarketTable; report?: undefined };

export interface ImportRequest {
  nicheId: string;
  file: File;
  /** Undefined: goes on with an upload that was begun before. */
  settings: ReadSettings | undefined;
  /** The upload of this very file, where it is known. */
  begun?: Pick<Upload, "id"> | undefined;
  /** `sent`: bytes that are gone, those of the part under way included. */
  onProgress: (upload: Upload, sent: number) => void;
  signal: AbortSignal;
}

/** How the door says that a file is no evidence but a table of the market. */
export function isMarketTable(error: unknown): boolean {
  return error instanceof ApiProblem && error.code === "unsupported_media" && error.fields["file"] === "market-table";
}

export async function importAnything({ nicheId, file, settings, begun, onProgress, signal }: ImportRequest): Promise<Imported> {
  let latest: Upload | undefined;
  const transport = uploadsOf(nicheId, (bytes) => latest && onProgress(latest, latest.received + bytes), signal);
  const followed = (upload: Upload) => {
    latest = upload;
    onProgress(upload, upload.received);
  };
  try {
    return { report: await sendFile({ transport, file, settings, begun, onProgress: followed, signal, wait: pause }) };
  } catch (cause) {
    if (!isMarketTable(cause)) throw cause;
    return { table: await importMarketTable({ nicheId, file, onProgress: () => undefined, signal }) };
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
