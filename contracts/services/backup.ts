/**
 * What services and actors give to a backup and take from a restore: rows of tables, whatever they mean. Only the database service calls
 * this, as the operator.
 */
import * as z from "zod";
import type { Principal } from "../principal.ts";
import type { Result } from "../result.ts";
import type { TableRows } from "./common.ts";

/**
 * A column's value, whatever SQLite holds there; `backup-cells.ts` reads and writes them. A number is an integer of at most 53 bits or a
 * fraction; every other number has its kind beside it.
 */
export const cellSchema = z.union([
  z.string(),
  z.number(),
  z.null(),
  /** Bytes. */
  z.object({ base64: z.string() }),
  /** The bytes of a text that is no UTF-8. */
  z.object({ text: z.string() }),
  z.object({ integer: z.string() }),
  /** An infinity, or a real without a fraction. */
  z.object({ real: z.string() }),
]);
export type Cell = z.infer<typeof cellSchema>;

/** Rows of one table: each has a cell for every column, in their order. */
export interface TablePiece {
  table: string;
  columns: string[];
  rows: Cell[][];
}

/** A page of a backup. */
export interface BackupPage {
  pieces: TablePiece[];
  /** Where the next page begins; absent on the last. */
  next?: string;
}

/** The kind and the name of an actor among its own service's: `niche`, `org_…/nch_…`. */
export const actorReferenceSchema = z.object({ kind: z.string().max(100), name: z.string().max(300) });
export type ActorReference = z.infer<typeof actorReferenceSchema>;

/** Of one actor: a page of what it was when the backup `run` first asked, or the order to drop that copy. */
export type ActorBackupCall = { run: string; cursor?: string | undefined } | { run: string; over: true };

/**
 * To one actor: rows to write, or that they are complete. `stored` is the sequence up to which the restored event store has the actor's own
 * events, `head` the store's highest position.
 */
export type ActorRestoreCall = { run: string; pieces: TablePiece[] } | { run: string; stored: number; head: number };

/** What an actor that is backed up answers. */
export interface BackedUpActor {
  /** No pieces when there is nothing of this name. */
  backup(call: ActorBackupCall): Promise<Result<BackupPage>>;
  /**
   * The actor answers nobody before it is complete. The same call twice changes nothing. `conflict` when the actor holds something that this
   * restore did not bring.
   */
  restore(call: ActorRestoreCall): Promise<Result<true>>;
}

/** Rows on their way back into a service. */
export interface ActorPieces {
  actor: ActorReference;
  pieces: TablePiece[];
}

/** What every service answers to backup and restore. All need an operator; `run` is the id of the work. Every call may be repeated. */
export interface BackupLife {
  /** From now on no event of the service's own outbox is forgotten before `backupFreeze`, also when it is acknowledged. */
  backupPrepare(principal: Principal, run: string): Promise<Result<true>>;
  /** Copies every table as it is at this moment, in one transaction; answers their rows. A second call changes nothing. */
  backupFreeze(principal: Principal, run: string): Promise<Result<TableRows[]>>;
  /** A page of the copies, in an order in which they can be written back. */
  backupRows(principal: Principal, run: string, cursor?: string): Promise<Result<BackupPage>>;
  /** A page of one of the service's actors. */
  backupActor(principal: Principal, actor: ActorReference, call: { run: string; cursor?: string | undefined }): Promise<Result<BackupPage>>;
  /** Drops the copies: those of these actors when they are named, else the service's own. */
  backupEnd(principal: Principal, run: string, actors?: ActorReference[]): Promise<Result<true>>;
  /** Tables in which there is anything that a restore would mix with. */
  restoreObstacles(principal: Principal): Promise<Result<TableRows[]>>;
  /** Writes rows of the service's own tables. Rows that are there stay as they are. */
  restoreRows(principal: Principal, pieces: TablePiece[]): Promise<Result<true>>;
  /** Hands rows to actors, at most 20. */
  restoreActors(principal: Principal, run: string, actors: ActorPieces[]): Promise<Result<true>>;
  /** All rows are there: these actors begin to live. */
  restoreActorsEnd(
    principal: Principal,
    run: string,
    actors: { actor: ActorReference; stored: number; head: number }[],
  ): Promise<Result<true>>;
  /** All is there: what the rows alone do not do is done, and the tables are counted. */
  restoreEnd(principal: Principal): Promise<Result<TableRows[]>>;
}

/** A piece of the archive: the bytes of its object. */
export interface SegmentObject {
  key: string;
  base64: string;
  /** How many events it holds. */
  events: number;
}

/** What the event bus gives and takes beside its rows: the store, with the archive, and the actors that deliver from it. Needs an operator. */
export interface StoreBackup {
  /** Subscriptions and webhook endpoints. */
  backupDeliverers(principal: Principal, cursor?: string): Promise<Result<{ actors: ActorReference[]; next?: string }>>;
  /** After `backupFreeze`: the store as this backup has it. Positions up to `archived` stand in segments, the others up to `head` in rows. */
  backupStore(principal: Principal, run: string): Promise<Result<{ archived: number; head: number }>>;
  /** Events after `from` and up to `to` as rows of the table `events`; go on from `reach` while there is `more`. */
  backupEvents(
    principal: Principal,
    range: { from: number; to: number },
  ): Promise<Result<{ piece: TablePiece; reach: number; more: boolean }>>;
  /** The first segment of the copied index after position `after`; none when that was the last. Its content has been checked. */
  backupSegment(principal: Principal, after: number): Promise<Result<{ segment?: SegmentObject; last: number }>>;
  /** Writes a segment whose row of the index has been restored; checks it against that row. */
  restoreSegment(principal: Principal, segment: Omit<SegmentObject, "events">): Promise<Result<true>>;
  /** Up to which sequence the store has the events of these subjects, and its highest position. */
  storeHeads(principal: Principal, subjects: string[]): Promise<Result<{ heads: Record<string, number>; head: number }>>;
  /** All events are there: no position up to `head` is given again. Answers how many events there are. */
  restoreStoreEnd(principal: Principal, head: number): Promise<Result<{ events: number }>>;
}
