/** Everything that one actor has stored, each part behind its own object. */
import type { ActorIdentity } from "../../contracts/actor.ts";
import { Commands } from "./commands.ts";
import type { Blueprint } from "./blueprint.ts";
import { Effects } from "./effects.ts";
import { Log } from "./log.ts";
import { Meta } from "./meta.ts";
import { Outbox } from "./outbox.ts";
import { systemSources, type ActorStorage, type KernelSources } from "./sources.ts";
import { migrate } from "./tables.ts";
import { tellerOf, type Tell } from "./telling.ts";
import { Timers } from "./timers.ts";
import type { Named, NewEvent } from "./types.ts";

const defaultConcurrency = 4;
const defaultSnapshotEvery = 200;

export class Store<State, Command extends Named, Event extends NewEvent> {
  readonly storage: ActorStorage;
  readonly sources: KernelSources;
  readonly meta: Meta;
  readonly log: Log<State, Command, Event>;
  readonly commands: Commands;
  readonly effects: Effects;
  readonly timers: Timers;
  readonly outbox: Outbox;
  /** Writes a line of the log about this actor. */
  readonly tell: Tell = tellerOf(() => this.#identity);
  #identity: ActorIdentity | undefined;

  constructor(blueprint: Blueprint<never, State, Command, Event>, ctx: DurableObjectState) {
    this.sources = { ...systemSources, ...blueprint.sources };
    this.storage = this.sources.storage(ctx);
    migrate(this.storage);
    const { sql } = this.storage;
    if (blueprint.tables) sql.exec(blueprint.tables);
    this.meta = new Meta(sql);
    this.commands = new Commands(sql);
    this.effects = new Effects(sql, (lane) => blueprint.lanes?.[lane]?.concurrency ?? defaultConcurrency);
    this.timers = new Timers(sql);
    this.outbox = new Outbox(sql);
    this.log = new Log(sql, {
      decider: blueprint.decider,
      upcasters: blueprint.upcasters ?? {},
      snapshotEvery: blueprint.snapshotEvery ?? defaultSnapshotEvery,
      shape: blueprint.stateShape ?? 1,
      tell: this.tell,
    });
    // Written by `introduce` alone.
    this.#identity = this.meta.get("identity") as ActorIdentity | undefined;
  }

  get sql(): SqlStorage {
    return this.storage.sql;
  }

  /** Who this actor is; undefined before its first commit. */
  get identity(): ActorIdentity | undefined {
    return this.#identity;
  }

  /** Writes down who this actor is, within the caller's transaction; `identity` follows with `introduced`. */
  introduce(identity: ActorIdentity): void {
    if (!this.#identity) this.meta.set("identity", identity);
  }

  introduced(identity: ActorIdentity): void {
    this.#identity ??= identity;
  }

  /** One transaction. When it is rolled back, so is what memory holds of the rows. Throws what `work` throws. */
  transact<Value>(work: () => Value): Value {
    try {
      return this.storage.transactionSync(work);
    } catch (cause) {
      for (const part of [this.meta, this.effects, this.timers, this.outbox]) part.forget();
      throw cause;
    }
  }

  /** The earliest time at which an alarm has something to do. */
  nextAt(): number | undefined {
    const at = Math.min(this.timers.nextAt() ?? Infinity, this.effects.nextAt() ?? Infinity, this.outbox.nextAt() ?? Infinity);
    return at === Infinity ? undefined : at;
  }
}
