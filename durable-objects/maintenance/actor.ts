/**
 * The clock of an organisation's long work in its database service: one actor each, named by the organisation. It knows only
 * whom it works for; what there is to do and how far it has come stands in the service's tables, so a crash costs one step.
 *
 * Native, without the kernel: there is no state to decide on. Alarms never overlap, hence one step at a time.
 */
import { DurableObject } from "cloudflare:workers";
import { tell } from "../kernel/telling.ts";

/** What one step left behind: milliseconds until the next one, or undefined when nothing is left to do. */
export interface Turn {
  againMs?: number | undefined;
}

/** The alarm that goes on after a step that a crash cut off, when nobody looks at the work before. */
const recoverAfterMs = 10_000;
/** Pause after a step that could not even say how it failed. */
const brokenPauseMs = 5_000;

/** `class Maintenance extends maintenanceActor<Env>(turn)`: `turn` takes one step of the organisation's oldest unfinished work. */
export function maintenanceActor<Env>(turn: (env: Env, organisation: string) => Promise<Turn>) {
  return class MaintenanceActor extends DurableObject<Env> {
    /** Wakes during a step mean that there may be more to do than the step knew of. */
    #wakes = 0;
    #stepping = false;

    /**
     * Sees to it that whatever there is goes on, after the pause that it is in; a step that a crash cut off begins again at once. Any number
     * of calls is harmless.
     */
    async wake(organisation: string): Promise<void> {
      this.#wakes += 1;
      const [step, alarm] = await Promise.all([this.ctx.storage.get("step"), this.ctx.storage.getAlarm()]);
      await this.ctx.storage.put("organisation", organisation);
      const cutOff = step !== undefined && !this.#stepping;
      if (cutOff || alarm === null) await this.ctx.storage.setAlarm(Date.now());
    }

    override async alarm(): Promise<void> {
      const organisation = await this.ctx.storage.get<string>("organisation");
      if (organisation === undefined) return;
      this.#stepping = true;
      await this.ctx.storage.put("step", Date.now());
      await this.ctx.storage.setAlarm(Date.now() + recoverAfterMs);
      const wakes = this.#wakes;
      const { againMs } = await this.#turn(organisation);
      this.#stepping = false;
      await this.ctx.storage.delete("step");
      if (againMs !== undefined) await this.ctx.storage.setAlarm(Date.now() + againMs);
      else if (this.#wakes !== wakes) await this.ctx.storage.setAlarm(Date.now());
      else await this.ctx.storage.deleteAll();
    }

    async #turn(organisation: string): Promise<Turn> {
      try {
        return await turn(this.env, organisation);
      } catch (cause) {
        tell(`maintenance/${organisation}`, "error", "a step of maintenance broke", { cause });
        return { againMs: brokenPauseMs };
      }
    }
  };
}
