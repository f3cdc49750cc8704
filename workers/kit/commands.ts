/** Commands on a service without an actor: decided once, recorded with their rows and events in one batch. */
import { and, eq } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { sha256Hex } from "../../contracts/digest.ts";
import type { EventEnvelope } from "../../contracts/events/index.ts";
import type { Principal } from "../../contracts/principal.ts";
import { err, ok, type Result } from "../../contracts/result.ts";
import { faultOfErasure } from "./erasure.ts";
import { outboxInserts } from "./outbox.ts";
import { noteReplay } from "./replays.ts";
import { commands } from "./schema.ts";

export interface CommandCall {
  db: DrizzleD1Database;
  principal: Principal;
  /** The idempotency key. */
  commandId: string;
  method: string;
  input: unknown;
  /** Epoch milliseconds. */
  now: number;
}

export interface Written<Value> {
  value: Value;
  /** Rows to write, together with the record of the command. */
  statements: BatchItem<"sqlite">[];
  events: EventEnvelope[];
}

/**
 * Runs `work` unless the command is recorded already, and commits its rows, its events and its answer in one batch.
 * The same id with the same input answers what was recorded; with another input it is refused (`key_reused`).
 * While the organisation is being erased every command is a `conflict`.
 * An event that no queue message can carry refuses the whole command (`too_large`), and nothing is written.
 */
export async function runOnce<Value>(
  call: CommandCall,
  work: () => Promise<Result<Written<Value>>> | Result<Written<Value>>,
): Promise<Result<Value>> {
  const fingerprint = await sha256Hex(JSON.stringify([call.method, call.input]));
  const earlier = await recorded<Value>(call, fingerprint);
  if (earlier) return earlier;
  const written = await work();
  if (!written.ok) return written;
  const { value, statements, events } = written.value;
  const leaving = outboxInserts(call.db, events);
  if (!leaving.ok) return leaving;
  const record = call.db.insert(commands).values({
    organisation: call.principal.organisation,
    id: call.commandId,
    fingerprint,
    value: JSON.stringify(value),
    recordedAt: call.now,
  });
  try {
    await call.db.batch([record, ...statements, ...leaving.value]);
  } catch (cause) {
    // Another delivery of the same command may have committed between our look and our batch.
    const winner = await recorded<Value>(call, fingerprint);
    const refusal = winner ?? faultOfErasure(cause);
    if (refusal) return refusal;
    throw cause;
  }
  return ok(value);
}

async function recorded<Value>(call: CommandCall, fingerprint: string): Promise<Result<Value> | undefined> {
  const [row] = await call.db
    .select()
    .from(commands)
    .where(and(eq(commands.organisation, call.principal.organisation), eq(commands.id, call.commandId)));
  if (!row) return undefined;
  if (row.fingerprint !== fingerprint)
    return err("key_reused", `The key ${call.commandId} was used before with another input. Use a new key.`);
  noteReplay(call.commandId);
  return ok(JSON.parse(row.value) as Value);
}
