/** Backups of the whole installation and restores of them, as the database service shows them to an operator. */
import * as z from "zod";
import { idSchema } from "../ids.ts";
import type { Page, PageQuery } from "../page.ts";
import type { Principal } from "../principal.ts";
import type { Result } from "../result.ts";
import { workSchema } from "../work.ts";
import { serviceNames } from "./common.ts";

const count = z.int().min(0);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** `services`: rows and actors; `store`: the event store and the rest of the bus's own tables. A restore writes them in this order. */
export const backupGroups = ["services", "store"] as const;

export const backupPartSchema = z.object({
  number: count,
  group: z.enum(backupGroups),
  /** Of the part as it is stored, compressed. */
  bytes: count,
  sha256,
});
export type BackupPart = z.infer<typeof backupPartSchema>;

/** How many rows of which table a backup has. */
export const backedUpTableSchema = z.object({ service: z.enum(serviceNames), table: z.string(), rows: count });

/** What is written last: without it there is no backup. */
export const manifestSchema = z.object({
  format: z.literal("paissive-backup/1"),
  id: idSchema("maintenance"),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  /** Migrations of the build that made it. Only the same ones can take it. */
  migrations: z.record(z.string(), z.array(z.string())),
  /** Highest position of the event store. */
  head: count,
  /** Events, those in the archive among them. */
  events: count,
  /** Objects of the archive. */
  segments: count,
  actors: count,
  tables: z.array(backedUpTableSchema),
  parts: z.array(backupPartSchema),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** `manifest.json`: the manifest with the SHA-256 of its JSON as it stands here. */
export const sealedManifestSchema = z.object({ manifest: manifestSchema, sha256 });
export type SealedManifest = z.infer<typeof sealedManifestSchema>;

export const backupResultSchema = manifestSchema.pick({ head: true, events: true, segments: true, actors: true, tables: true }).extend({
  parts: count,
  bytes: count,
  /** When it was complete and every part was seen to be stored with its digest. */
  verifiedAt: z.iso.datetime().optional(),
  /** Of the manifest, which has those of all parts. */
  sha256: sha256.optional(),
});
export type BackupResult = z.infer<typeof backupResultSchema>;

const running = workSchema.extend({ id: z.string(), startedAt: z.iso.datetime(), finishedAt: z.iso.datetime().optional() });

export const backupSchema = running.extend({ kind: z.literal("backup"), result: backupResultSchema.optional() });
export type Backup = z.infer<typeof backupSchema>;

export const restoreResultSchema = backupResultSchema.omit({ sha256: true, verifiedAt: true }).extend({ backup: z.string() });
export type RestoreResult = z.infer<typeof restoreResultSchema>;

export const restoreSchema = running.extend({ kind: z.literal("restore"), result: restoreResultSchema.optional() });
export type Restore = z.infer<typeof restoreSchema>;

export const installationWorkKinds = ["backup", "restore"] as const;

/** Body of `POST /api/v1/database/restores`. */
export const startRestoreSchema = z.object({ backup: idSchema("maintenance") });

/** Most bytes of one part that is sent. */
export const maxPartBytes = 32 * 1_048_576;

/** All of it needs an operator. */
export interface BackupService {
  /** Begins a backup; the same `commandId` answers the same one. */
  startBackup(principal: Principal, request: { commandId: string }): Promise<Result<Backup>>;
  /** Latest first. */
  backups(principal: Principal, page: Partial<PageQuery>): Promise<Result<Page<Backup>>>;
  backup(principal: Principal, id: string): Promise<Result<Backup>>;
  /** `conflict` while it is being written or restored. */
  deleteBackup(principal: Principal, id: string): Promise<Result<true>>;
  /** The backup as one tar file. */
  backupContent(principal: Principal, id: string): Promise<Result<ReadableStream<Uint8Array>>>;
  /** Takes a part of a backup from elsewhere; `invalid_input` when the bytes do not have that digest. */
  receivePart(principal: Principal, part: { backup: string; number: number; sha256: string }, bytes: ArrayBuffer): Promise<Result<true>>;
  /** Takes the manifest when all its parts are there: from then on the backup is one like any other. */
  receiveManifest(principal: Principal, sealed: SealedManifest): Promise<Result<Backup>>;
  /** `conflict` when the installation is not empty, or is of another build than the backup. */
  startRestore(principal: Principal, request: { backup: string; commandId: string }): Promise<Result<Restore>>;
  /** Latest first. */
  restorations(principal: Principal, page: Partial<PageQuery>): Promise<Result<Page<Restore>>>;
  restoration(principal: Principal, id: string): Promise<Result<Restore>>;
}
