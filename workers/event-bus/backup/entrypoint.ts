/** The RPC methods of the bus that concern backup and restore, beside those of every service. */
import { authorizeOperator, type Principal } from "../../../contracts/principal.ts";
import { ok, type Result } from "../../../contracts/result.ts";
import type { ActorReference, SegmentObject, StoreBackup, TablePiece } from "../../../contracts/services/backup.ts";
import type { TableRows } from "../../../contracts/services/common.ts";
import { actorName } from "../../../contracts/actor.ts";
import { assemble, foundIn, statements, type FoundRow } from "../domain/reading.ts";
import { subscribers, subscriptionName } from "../domain/subscribers.ts";
import { storeHead } from "../store.ts";
import { WebhookEntrypoint } from "../webhooks/entrypoint.ts";
import { archivedInCopy, continueAfter, countEvents, headsOf, pieceOf, segmentAfter, writeEvents, writeSegment } from "./store-copy.ts";

const pageActors = 500;
const pageEvents = 500;

export class BackupEntrypoint extends WebhookEntrypoint implements StoreBackup {
  async backupDeliverers(principal: Principal, cursor?: string): Promise<Result<{ actors: ActorReference[]; next?: string }>> {
    const allowed = authorizeOperator(principal);
    if (!allowed.ok) return allowed;
    const { results } = await this.env.EVENT_BUS_DB.prepare(
      "SELECT id, organisation FROM webhook_endpoints WHERE id > ? ORDER BY id LIMIT ?",
    )
      .bind(cursor ?? "", pageActors)
      .all<{ id: string; organisation: string }>();
    const endpoints = results.map(({ organisation, id }) => ({ kind: "webhook-endpoint", name: actorName(organisation, id) }));
    const subscriptions = subscribers.map((subscriber) => ({ kind: "event-subscription", name: subscriptionName(subscriber) }));
    const last = results.length === pageActors ? results.at(-1) : undefined;
    return ok({ actors: [...(cursor === undefined ? subscriptions : []), ...endpoints], ...(last ? { next: last.id } : {}) });
  }

  async backupStore(principal: Principal): Promise<Result<{ archived: number; head: number }>> {
    const allowed = authorizeOperator(principal);
    if (!allowed.ok) return allowed;
    const db = this.env.EVENT_BUS_DB;
    return ok({ archived: await archivedInCopy(db), head: await storeHead(db) });
  }

  async backupEvents(
    principal: Principal,
    { from, to }: { from: number; to: number },
  ): Promise<Result<{ piece: TablePiece; reach: number; more: boolean }>> {
    const allowed = authorizeOperator(principal);
    if (!allowed.ok) return allowed;
    const { EVENT_BUS_DB: db, EVENT_ARCHIVE: bucket } = this.env;
    const reading = { from, to, limit: pageEvents };
    const batch = statements(reading).map(({ sql, bindings }) => db.prepare(sql).bind(...bindings));
    const { events, reach, more } = await assemble(reading, foundIn(await db.batch<FoundRow>(batch)), bucket);
    return ok({ piece: pieceOf(events), reach, more });
  }

  async backupSegment(principal: Principal, after: number): Promise<Result<{ segment?: SegmentObject; last: number }>> {
    const allowed = authorizeOperator(principal);
    return allowed.ok ? ok(await segmentAfter(this.env.EVENT_BUS_DB, this.env.EVENT_ARCHIVE, after)) : allowed;
  }

  async restoreSegment(principal: Principal, segment: Omit<SegmentObject, "events">): Promise<Result<true>> {
    const allowed = authorizeOperator(principal);
    return allowed.ok ? writeSegment(this.env.EVENT_BUS_DB, this.env.EVENT_ARCHIVE, segment) : allowed;
  }

  async storeHeads(principal: Principal, subjects: string[]): Promise<Result<{ heads: Record<string, number>; head: number }>> {
    const allowed = authorizeOperator(principal);
    if (!allowed.ok) return allowed;
    const db = this.env.EVENT_BUS_DB;
    return ok({ heads: await headsOf(db, subjects), head: await storeHead(db) });
  }

  async restoreStoreEnd(principal: Principal, head: number): Promise<Result<{ events: number }>> {
    const allowed = authorizeOperator(principal);
    if (!allowed.ok) return allowed;
    const db = this.env.EVENT_BUS_DB;
    await continueAfter(db, head);
    return ok({ events: await countEvents(db) });
  }

  override async restoreObstacles(principal: Principal): Promise<Result<TableRows[]>> {
    const rows = await super.restoreObstacles(principal);
    const events = rows.ok ? await countEvents(this.env.EVENT_BUS_DB) : 0;
    return rows.ok && events > 0 ? ok([...rows.value, { name: "events", rows: events }]) : rows;
  }

  override async restoreRows(principal: Principal, pieces: TablePiece[]): Promise<Result<true>> {
    const others = await super.restoreRows(
      principal,
      pieces.filter(({ table }) => table !== "events"),
    );
    if (!others.ok) return others;
    for (const piece of pieces.filter(({ table }) => table === "events")) {
      const written = await writeEvents(this.env.EVENT_BUS_DB, piece);
      if (!written.ok) return written;
    }
    return ok(true);
  }
}
