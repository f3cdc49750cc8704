/** The endpoint's configuration as it stands in the bus's database now. The actor keeps no copy: what is changed counts at once. */
import * as z from "zod";
import type { DisabledReason } from "../../contracts/services/webhooks.ts";
import type { EndpointName, EndpointRow } from "../../workers/event-bus/domain/webhook.ts";

export interface Endpoint {
  url: string;
  /** Undefined means all. */
  types: string[] | undefined;
  enabled: boolean;
  startPosition: number;
  /** The current one first; the previous one while it still counts. */
  secrets: string[];
}

export class Registry {
  readonly #db: D1Database;

  constructor(db: D1Database) {
    this.#db = db;
  }

  /** Undefined when the endpoint was deleted. Throws when the database is away. */
  async endpoint({ organisation, id }: EndpointName, now: number): Promise<Endpoint | undefined> {
    const row = await this.#db
      .prepare("SELECT * FROM webhook_endpoints WHERE id = ? AND organisation = ?")
      .bind(id, organisation)
      .first<EndpointRow>();
    if (!row) return undefined;
    const types = z.array(z.string()).parse(JSON.parse(row.types));
    const overlapping = row.previous_secret !== null && (row.previous_until ?? 0) > now ? [row.previous_secret] : [];
    return {
      url: row.url,
      types: types.length === 0 ? undefined : types,
      enabled: row.enabled === 1,
      startPosition: row.start_position,
      secrets: [row.secret, ...overlapping],
    };
  }

  /** Nothing more is sent to the endpoint at `url`. One that got another address meanwhile is not meant. */
  async disable({ organisation, id }: EndpointName, url: string, reason: DisabledReason, now: number): Promise<void> {
    await this.#db
      .prepare(
        `UPDATE webhook_endpoints SET enabled = 0, disabled_reason = ?1, disabled_at = ?4, updated_at = ?4
          WHERE id = ?2 AND organisation = ?3 AND url = ?5 AND enabled = 1`,
      )
      .bind(reason, id, organisation, now, url)
      .run();
  }
}
