/** One ledger as a test handles it. */
import { env } from "cloudflare:workers";
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { vi } from "vitest";
import { actorName, subjectOf, type CommandEnvelope } from "../../../contracts/actor.ts";
import type { Principal } from "../../../contracts/principal.ts";
import type { Result } from "../../../contracts/result.ts";
import { testPrincipal } from "../given.ts";
import type { LedgerState } from "./ledger.ts";

let count = 0;

export const stranger: Principal = { ...testPrincipal, organisation: "org_00000000000000000000000002" };

/** Waits for something that alarms and effects bring about; generous, since other work may hold the machine. */
export const eventually = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 15_000, interval: 5 });

/** A ledger of its own, or the one with this id. */
export function ledger(id = `nch_${String(++count).padStart(10, "0")}`) {
  const { organisation } = testPrincipal;
  // A new stub each time: one that saw its actor crash stays broken.
  const stub = () => env.LEDGER.getByName(actorName(organisation, id));
  const envelope = (commandId: string, more: Partial<CommandEnvelope> = {}): CommandEnvelope => ({
    id: commandId,
    principal: testPrincipal,
    organisation,
    actorId: id,
    ...more,
  });
  return {
    id,
    subject: subjectOf({ kind: "niche", organisation, id }),
    stub,
    envelope,
    /** Version and state, as everybody sees them. */
    async state(): Promise<{ version: number; state: LedgerState }> {
      // The RPC types drop a value of unknown shape; at run time it is there.
      const view = (await stub().view(testPrincipal)) as Result<{ version: number; state: LedgerState }>;
      if (!view.ok) throw new Error(view.error.detail);
      return view.value;
    },
    /** Rows of the actor's own database. */
    rows: (query: string, ...bindings: unknown[]) =>
      runInDurableObject(stub(), (_, ctx) => ctx.storage.sql.exec(query, ...bindings).toArray()),
    alarm: () => runDurableObjectAlarm(stub()),
    restoreAlarm: () => runInDurableObject(stub(), (_, ctx) => ctx.storage.setAlarm(Date.now() + 3_600_000)),
    evict: () => evictDurableObject(stub()),
  };
}

export type Desk = ReturnType<typeof ledger>;
