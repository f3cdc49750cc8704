/** Long work in tests: started, and waited for. */
import { vi } from "vitest";
import type { Principal } from "../../../contracts/principal.ts";
import type { Maintenance, StartMaintenance } from "../../../contracts/services/database.ts";
import { bus } from "../../event-bus/testing/fixture.ts";

/** Starts `request` and waits until it is over. */
export async function finished(principal: Principal, request: StartMaintenance): Promise<Maintenance> {
  const started = await bus.DATABASE.startMaintenance(principal, request);
  if (!started.ok) throw new Error(started.error.detail);
  return ended(principal, started.value.id);
}

/** Waits until the work is over. */
export async function ended(principal: Principal, id: string): Promise<Maintenance> {
  return vi.waitFor(
    async () => {
      const found = await bus.DATABASE.maintenance(principal, id);
      if (!found.ok || found.value.finishedAt === undefined) throw new Error(JSON.stringify(found));
      return found.value;
    },
    { timeout: 20_000, interval: 50 },
  );
}
