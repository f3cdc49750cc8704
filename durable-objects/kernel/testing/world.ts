/** The world around the ledgers of the tests: clock, bank, event store, and the faults that strike on purpose. */
import type { EventEnvelope } from "../../../contracts/events/index.ts";
import type { Fault } from "../../../contracts/result.ts";
import type { ActorStorage } from "../sources.ts";

/** What a fault does at its point: a call throws, or the whole actor is gone with all it had not committed. */
export type FaultMode = "throw" | "abort";

class World {
  /** A fixed time when set; else the system's. */
  now: number | undefined;
  /** What the bank has accepted: effect id → how often it was asked. It accepts each id once. */
  accepted = new Map<string, number>();
  /** The bank refuses this many calls. */
  refusals = 0;
  /** While set, the bank fails with it. */
  fault: Fault | undefined;
  /** The bank answers "not yet" this many times. */
  waits = 0;
  /** While set, a booking is noted beside the log, which breaks this many times after the note. */
  slips: number | undefined;
  /** While set, calls of the bank end only with it. */
  vault: Promise<void> | undefined;
  /** Signals of calls that reached the bank. */
  signals: AbortSignal[] = [];
  /** Effects at work in the bank right now, and the most there ever were. */
  atWork = 0;
  mostAtWork = 0;
  /** Events that the queue took, by subject; each sequence once. */
  events = new Map<string, Map<number, EventEnvelope>>();
  queueAway = false;
  /** Storage calls that belong together: transactions and alarms, in their order. */
  calls: ("begin" | "alarm" | "commit")[] = [];
  /** The actor that was constructed last: the one that a fault in the world around it brings down. */
  actor: Pick<DurableObjectState, "abort"> | undefined;
  #mode: FaultMode = "throw";
  #strikesAt = 0;
  /** Points passed since `strike`. */
  passed = 0;

  /** From now on the `at`-th point strikes once; 0 lets all pass and only counts them. */
  strike(mode: FaultMode, at: number): void {
    [this.#mode, this.#strikesAt, this.passed] = [mode, at, 0];
  }

  /** A place where something can go wrong. */
  point(): void {
    this.passed += 1;
    if (this.passed !== this.#strikesAt) return;
    if (this.#mode === "abort") this.actor?.abort("crash on purpose");
    throw new Error("fault on purpose");
  }

  reset(): void {
    Object.assign(this, new World());
    this.strike("throw", 0);
  }
}

export const world = new World();

/** The state's storage with a point before every call. */
export function faultyStorage(ctx: DurableObjectState): ActorStorage {
  const { storage } = ctx;
  world.actor = ctx;
  const sql = new Proxy(storage.sql, {
    get: (target, key) => {
      if (key !== "exec") return Reflect.get(target, key);
      return (...call: Parameters<SqlStorage["exec"]>) => {
        world.point();
        return target.exec(...call);
      };
    },
  });
  return {
    sql,
    transactionSync: (closure) => {
      world.point();
      return storage.transactionSync(() => {
        world.calls.push("begin");
        const result = closure();
        world.point();
        world.calls.push("commit");
        return result;
      });
    },
    setAlarm: (at) => {
      world.point();
      world.calls.push("alarm");
      return storage.setAlarm(at);
    },
    getAlarm: () => {
      world.point();
      return storage.getAlarm();
    },
  };
}
