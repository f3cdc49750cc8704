/** Endpoints as rows: the truth about their configuration. Raw SQL beside the actor's, which reads the same table. */
import type { Webhook } from "../../../contracts/services/webhooks.ts";
import type { EndpointName, EndpointRow } from "../domain/webhook.ts";

export async function findEndpoint(db: D1Database, { organisation, id }: EndpointName): Promise<EndpointRow | undefined> {
  const row = await db
    .prepare("SELECT * FROM webhook_endpoints WHERE id = ? AND organisation = ?")
    .bind(id, organisation)
    .first<EndpointRow>();
  return row ?? undefined;
}

/** Oldest first, after `after` (an id). */
export async function listEndpoints(db: D1Database, organisation: string, after: string, limit: number): Promise<EndpointRow[]> {
  const { results } = await db
    .prepare("SELECT * FROM webhook_endpoints WHERE organisation = ? AND id > ? ORDER BY id LIMIT ?")
    .bind(organisation, after, limit)
    .all<EndpointRow>();
  return results;
}

export interface EndpointChange {
  url?: string | undefined;
  description?: string | undefined;
  types?: string | undefined;
  enabled?: boolean | undefined;
}

/** What is undefined stays. False when nothing was changed: it is gone, or not at `expected` any more. */
export async function updateEndpoint(
  db: D1Database,
  { organisation, id }: EndpointName,
  change: EndpointChange,
  now: number,
  expected?: number,
): Promise<boolean> {
  const { url = null, description = null, types = null } = change;
  const enabled = change.enabled === undefined ? null : Number(change.enabled);
  const { meta } = await db
    .prepare(
      `UPDATE webhook_endpoints SET url = COALESCE(?1, url), description = COALESCE(?2, description), types = COALESCE(?3, types),
        disabled_reason = CASE WHEN ?4 IS NULL OR ?4 = enabled THEN disabled_reason WHEN ?4 = 0 THEN 'asked' END,
        disabled_at = CASE WHEN ?4 IS NULL OR ?4 = enabled THEN disabled_at WHEN ?4 = 0 THEN ?5 END,
        enabled = COALESCE(?4, enabled), updated_at = MAX(?5, updated_at + 1)
        WHERE id = ?6 AND organisation = ?7 AND (?8 IS NULL OR updated_at = ?8)`,
    )
    .bind(url, description, types, enabled, now, id, organisation, expected ?? null)
    .run();
  return meta.changes > 0;
}

export async function deleteEndpoint(db: D1Database, { organisation, id }: EndpointName): Promise<void> {
  await db.prepare("DELETE FROM webhook_endpoints WHERE id = ? AND organisation = ?").bind(id, organisation).run();
}

/** Enabled endpoints of these organisations; in no fixed order, so that a bounded number reaches all of them in time. */
export function endpointsToWake(db: D1Database, organisations: readonly string[], limit: number): D1PreparedStatement {
  return db
    .prepare(
      `SELECT organisation, id FROM webhook_endpoints WHERE enabled = 1 AND organisation IN (SELECT value FROM json_each(?))
        ORDER BY RANDOM() LIMIT ?`,
    )
    .bind(JSON.stringify(organisations), limit);
}

/** Everything that may be seen of an endpoint: all but its secrets. */
export function viewEndpoint(row: EndpointRow, now: number): Webhook {
  const time = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  return {
    id: row.id,
    version: row.updated_at,
    url: row.url,
    description: row.description,
    types: JSON.parse(row.types) as string[],
    enabled: row.enabled === 1,
    disabledReason: row.disabled_reason,
    disabledAt: time(row.disabled_at),
    previousSecretUntil: time((row.previous_until ?? 0) > now ? row.previous_until : null),
    createdAt: new Date(row.created_at).toISOString(),
    updatedAt: new Date(row.updated_at).toISOString(),
  };
}
