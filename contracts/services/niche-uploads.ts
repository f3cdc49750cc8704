/** Uploads of a niche: files that come in parts, go on where a connection broke, and are read once all of their bytes are here. */
import * as z from "zod";
import { idSchema } from "../ids.ts";
import { faultSchema } from "../result.ts";
import { importEvidenceRequestSchema, importReportSchema } from "./niche-evidence.ts";

/** Bytes of one file at most, and of one of its parts. */
export const [maxUploadBytes, maxPartBytes] = [2 * 1024 ** 3, 8 * 1024 ** 2] as const;
/** Uploads of one niche that are received or read at the same time. */
export const maxOpenUploads = 3;
/** Bytes at the beginning of a file whose digest says which file it is; all of a shorter one. */
export const uploadHeadBytes = 1024 ** 2;
/** Rows left out that an upload lists while it is read. */
export const maxShownDrops = 20;

export const uploadStatuses = ["receiving", "reading", "done", "failed"] as const;

/** Body of `POST /api/v1/niches/{id}/uploads`. */
export const uploadSettingsSchema = importEvidenceRequestSchema.omit({ commandId: true, nicheId: true }).extend({
  /** Size of the whole file. */
  bytes: z.int().min(1).max(maxUploadBytes),
});
export type UploadSettings = z.infer<typeof uploadSettingsSchema>;

/** Rows so far, as in the report of an import. */
export const uploadRowsSchema = importReportSchema.pick({ read: true, kept: true, copies: true, droppedBy: true, dropped: true });
export type UploadRows = z.infer<typeof uploadRowsSchema>;

export const uploadSchema = uploadSettingsSchema.extend({
  id: idSchema("upload"),
  /** Bytes that are here: the next part begins there. */
  received: z.int().min(0),
  /** Bytes of a part at most. */
  partBytes: z.int().min(1),
  status: z.enum(uploadStatuses),
  /** SHA-256 of the first MiB, or of all of a shorter file; absent until that is here. */
  headDigest: z.string().optional(),
  /** Bytes that were read. */
  bytesRead: z.int().min(0),
  /** What was read so far; absent before. */
  rows: uploadRowsSchema.optional(),
  /** Rows that are evidence, of those that are kept: once all are read, they become it some ten thousand at a time. Absent before the first are. */
  keptRows: z.int().min(0).optional(),
  /** What became of it, once it is done. */
  report: importReportSchema.optional(),
  /** Why it failed. Nothing of it was kept but `keptRows`. */
  fault: faultSchema.optional(),
  createdAt: z.iso.datetime(),
});
export type Upload = z.infer<typeof uploadSchema>;

const uploadId = idSchema("upload");
const command = importEvidenceRequestSchema.pick({ commandId: true, nicheId: true });

export const openUploadRequestSchema = command.extend({ settings: uploadSettingsSchema });
export type OpenUploadRequest = z.input<typeof openUploadRequestSchema>;

export const removeUploadRequestSchema = command.extend({ uploadId });
export type RemoveUploadRequest = z.input<typeof removeUploadRequestSchema>;

/** The bytes travel beside it. */
export const uploadPartRequestSchema = z.object({ nicheId: idSchema("niche"), uploadId, offset: z.int().min(0).max(maxUploadBytes) });
export type UploadPartRequest = z.input<typeof uploadPartRequestSchema>;

/** `taken`: the bytes are here. Else the part does not go on where the upload ends, or differs from what is there. */
export type PartAnswer = { taken: true; upload: Upload } | { taken: false; upload: Upload; detail: string };
