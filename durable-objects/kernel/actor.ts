/**
 * The kernel: native Durable Object + event log + synchronous turns.
 *
 * `execute` reads the state in memory, decides, and commits events, outbox, effects, timers and the command's answer in one
 * `transactionSync`. Between reading and committing there is no await, so turns are atomic and ordered without a lock.
 */
import { DurableObject } from "cloudflare:workers";
import { commandEnvelopeSchema, subjectOf, type ActorIdentity, type CommandEnvelope, type Receipt } from "../../contracts/actor.ts";
import { currentVersion, type EventEnvelope } from "../../contracts/events/index.ts";
import { principalHeader, principalSchema, type Principal } from "../../contracts/principal.ts";
import { err, ok, parse, type Fault, type Result } from "../../contracts/result.ts";
import { pauseAfter, retryOptions } from "./backoff.ts";
import type { Blueprint } from "./blueprint.ts";
import { Commands } from "./commands.ts";
import { Effects, type EffectRow } from "./effects.ts";
import { Feed } from "./feed.ts";
import { Log, type LoggedEvent } from "./log.ts";
import { envelopes, Outbox, queueBatches } from "./outbox.ts";
import { Runner } from "./runner.ts";
import { kernelTables } from "./tables.ts";
import { Timers } from "./timers.ts";
import type { Decision, EffectOutcome, EffectTask, Named, NewEvent } from "./types.ts";

const maxPendingEffects = 5_000;
const maxOutboxRows = 20_000;
/** A row holds 2 MB; an event must also fit a queue message of 128 KB. */
const maxEventBytes = 120_000;

/** Extra rows for the transaction of a turn (bulk data beside the log). */
export type BulkWrite = (sql: SqlStorage) => void;

interface TurnInput<Command> {
  commandId: string;
  principal: Principal;
  command: Command;
  expectedVersion?: number | undefined;
}

export function actor<Env extends object, State, Command extends Named, Event extends NewEvent>(
  blueprint: Blueprint<Env, State, Command, Event>,
) {
  for (const options of Object.values(blueprint.retries ?? {})) retryOptions(options);

  return class Actor extends DurableObject<Env> {
    readonly log: Log<State, Command, Event>;
    readonly #sql: SqlStorage;
    readonly #outbox: Outbox;
    readonly #effects: Effects;
    readonly #timers: Timers;
    readonly #commands: Commands;
    readonly #feed: Feed;
    readonly #runner: Runner<Env, State, Command, Event>;
    #identity: ActorIdentity | undefined;
    #flushing = false;

    constructor(ctx: DurableObjectState, env: Env) {
      super(ctx, env);
      this.#sql = ctx.storage.sql;
      this.#sql.exec(kernelTables);
      if (blueprint.tables) this.#sql.exec(blueprint.tables);
      this.log = new Log(this.#sql, blueprint.decider, blueprint.upcasters ?? {});
      this.#outbox = new Outbox(this.#sql);
      this.#effects = new Effects(this.#sql);
      this.#timers = new Timers(this.#sql);
      this.#commands = new Commands(this.#sql);
      this.#feed = new Feed(ctx);
      this.#runner = new Runner(blueprint, { env, sql: this.#sql }, this.#effects, (row, task, outcome) =>
        this.#settle(row, task, outcome),
      );
      this.#identity = this.#readIdentity();
      this.#effects.reclaimAll(Date.now());
      this.#schedule();
    }

    /** Executes a command once. The same `envelope.id` gets the same receipt. */
    async execute(envelope: CommandEnvelope, command: Command): Promise<Result<Receipt>> {
      return this.turn(envelope, command);
    }

    /** `execute` with bulk rows written in the same transaction; for the actor's own methods. */
    turn(envelope: CommandEnvelope, command: Command, write?: BulkWrite): Result<Receipt> {
      const parsed = parse(commandEnvelopeSchema, envelope);
      if (!parsed.ok) return parsed;
      const identity = this.#identify(parsed.value);
      if (!identity.ok) return identity;
      const recorded = this.#commands.recorded(envelope.id);
      if (recorded) return ok(recorded);
      if (envelope.deadline !== undefined && Date.now() > envelope.deadline)
        return err("deadline_exceeded", "The command's deadline has passed.");
      const room = this.#room();
      if (!room.ok) return room;
      return this.#commit(
        { commandId: envelope.id, principal: envelope.principal, command, expectedVersion: envelope.expectedVersion },
        write,
      );
    }

    /** The state as clients see it, for a principal of the same organisation. */
    async view(principal: Principal): Promise<Result<{ version: number; state: unknown }>> {
      const { state, version } = this.log.current;
      if (!this.#identity || version === 0 || principal.organisation !== this.#identity.organisation)
        return err("not_found", "There is nothing with this id.");
      return ok({ version, state: blueprint.present?.(state) ?? state });
    }

    /** Events after `after`, oldest first. */
    async history(principal: Principal, after: number, limit = 500): Promise<Result<LoggedEvent[]>> {
      if (principal.organisation !== this.#identity?.organisation) return err("not_found", "There is nothing with this id.");
      return ok(this.log.read(after, undefined, limit));
    }

    /** The event store has everything up to `sequence`. */
    async acknowledge(sequence: number): Promise<void> {
      this.#outbox.acknowledge(sequence);
      this.#schedule();
    }

    /** Events from `fromSequence` on, as envelopes, for a store that found a gap. */
    async emitted(fromSequence: number): Promise<EventEnvelope[]> {
      return this.#identity ? this.#envelopes(this.log.read(fromSequence - 1, undefined, 100)) : [];
    }

    override async fetch(request: Request): Promise<Response> {
      if (request.headers.get("upgrade") !== "websocket") return new Response("Connect with a WebSocket.", { status: 426 });
      if (!this.#identity || this.#principalOf(request)?.organisation !== this.#identity.organisation)
        return new Response("There is nothing with this id.", { status: 404 });
      const { state, version } = this.log.current;
      return this.#feed.open(request, {
        version,
        present: () => blueprint.present?.(state) ?? state,
        read: (after) => this.log.read(after),
      });
    }

    override async webSocketClose(socket: WebSocket, code: number): Promise<void> {
      socket.close(code === 1005 || code === 1006 ? 1000 : code);
    }

    override async webSocketError(socket: WebSocket): Promise<void> {
      socket.close(1011, "socket error");
    }

    /** Fires timers, brings back what a crash cut off, starts what is due. Waits for nothing. */
    override async alarm(): Promise<void> {
      const now = Date.now();
      for (const timer of this.#timers.due(now)) {
        const id = `timer:${timer.name}:${timer.at}`;
        if (!this.#commands.recorded(id)) this.#commit({ commandId: id, principal: timer.principal, command: timer.command as Command });
        this.#timers.remove(timer);
      }
      this.#effects.renewOrReclaim(this.#runner.alive, now);
      this.#commands.sweep(now);
      this.#kick();
    }

    /** One turn: decide and commit. Synchronous from here to the end. */
    #commit(input: TurnInput<Command>, write?: BulkWrite, settled?: () => void): Result<Receipt> {
      const identity = this.#identity;
      if (!identity) return err("not_found", "There is nothing with this id.");
      const { state, version } = this.log.current;
      if (input.expectedVersion !== undefined && input.expectedVersion !== version) {
        return err("conflict", `It is at version ${version} now, not ${input.expectedVersion}. Read it again and repeat the change.`);
      }
      const now = Date.now();
      const context = {
        now,
        commandId: input.commandId,
        principal: input.principal,
        organisation: identity.organisation,
        actorId: identity.id,
      };
      const decided = blueprint.decider.decide(state, input.command, context);
      if (!decided.ok) return decided;
      const sound = checkEvents(decided.value);
      if (!sound.ok) return sound;
      const decision = decided.value;
      const receipt: Receipt = { version: version + decision.events.length, value: decision.value ?? null, replayed: false };
      const logged = this.ctx.storage.transactionSync(() => {
        if (version === 0) this.#sql.exec("INSERT OR IGNORE INTO meta (key, value) VALUES ('identity', ?)", JSON.stringify(identity));
        const appended = this.log.append(decision.events, input.commandId, now);
        this.#outbox.add(appended);
        this.#effects.add(decision.effects ?? [], { principal: input.principal, commandId: input.commandId, now });
        this.#effects.cancel(decision.cancel ?? []);
        this.#timers.change(decision.timers ?? [], input.principal);
        this.#commands.record(input.commandId, receipt, now);
        write?.(this.#sql);
        settled?.();
        return appended;
      });
      this.log.advance(logged);
      this.#runner.abort(decision.cancel ?? []);
      this.#schedule();
      this.#feed.publish(logged);
      if (logged.length > 0) void this.#flush();
      return ok(receipt);
    }

    /** Takes an effect's outcome into the log, in the turn that closes its row. */
    #settle(row: EffectRow, task: EffectTask, outcome: EffectOutcome<Command>): void {
      if (!this.#effects.isRunning(row.id)) return this.#kick();
      const now = Date.now();
      if (outcome.status === "waiting") this.#effects.wait(row.id, now + outcome.afterMs);
      else if (outcome.status === "done") this.#conclude(row, task, outcome.command);
      else this.#fail(row, task, outcome.fault);
      this.#kick();
    }

    #conclude(row: EffectRow, task: EffectTask, command: Command): void {
      const result = this.#commit({ commandId: `${row.id}:done`, principal: row.principal, command }, undefined, () =>
        this.#effects.finish(row.id),
      );
      if (!result.ok) this.#fail(row, task, { ...result.error, retryable: false });
    }

    #fail(row: EffectRow, task: EffectTask, fault: Fault): void {
      const options = retryOptions(blueprint.retries?.[row.type]);
      if (fault.retryable && task.attempt < options.maxAttempts) {
        const pause = Math.max(pauseAfter(task.attempt, options, Math.random()), (fault.retryAfter ?? 0) * 1000);
        this.#effects.retry(row.id, Date.now() + pause, fault);
        return;
      }
      const command = blueprint.onEffectFailed(task, fault);
      const result = this.#commit({ commandId: `${row.id}:failed`, principal: row.principal, command }, undefined, () =>
        this.#effects.bury(row.id, fault),
      );
      if (!result.ok) this.#effects.bury(row.id, fault);
    }

    /** Starts due effects and the outbox, then arms the alarm for what is left. */
    #kick(): void {
      if (this.#identity) this.#runner.start(this.#identity, Date.now());
      this.#schedule();
      void this.#flush();
    }

    /** The one alarm stands at the earliest of timers, effects, leases and outbox. Called in the committing turn. */
    #schedule(): void {
      const times = [this.#timers.nextAt(), this.#effects.nextAt(), this.#outbox.nextAt()].filter((at) => at !== undefined);
      if (times.length > 0) void this.ctx.storage.setAlarm(Math.max(Math.min(...times), Date.now()));
    }

    /** Hands due outbox rows to the queue. They stay until acknowledged. */
    async #flush(): Promise<void> {
      if (this.#flushing) return;
      this.#flushing = true;
      try {
        for (let due = this.#outbox.due(Date.now()); due.length > 0; due = this.#outbox.due(Date.now())) {
          const events = this.log.read((due[0] ?? 1) - 1, due.at(-1));
          const wanted = new Set(due);
          for (const batch of queueBatches(this.#envelopes(events.filter((event) => wanted.has(event.sequence))))) {
            await blueprint.queue(this.env).sendBatch(batch.map((body) => ({ body })));
          }
          this.#outbox.markSent(due, Date.now());
        }
      } catch (cause) {
        console.warn(JSON.stringify({ level: "warn", message: "outbox hand-over failed, will be repeated", cause: String(cause) }));
        this.#outbox.markSent(this.#outbox.due(Date.now()), Date.now());
      } finally {
        this.#flushing = false;
        this.#schedule();
      }
    }

    #envelopes(events: readonly LoggedEvent[]): EventEnvelope[] {
      const identity = this.#identity;
      return identity
        ? envelopes(events, { source: blueprint.source, subject: subjectOf(identity), organisation: identity.organisation })
        : [];
    }

    /** The first command tells the actor who it is: its name is unknown in another process. Later ones must agree. */
    #identify(envelope: CommandEnvelope): Result<ActorIdentity> {
      if (envelope.principal.organisation !== envelope.organisation) return err("not_found", "There is nothing with this id.");
      this.#identity ??= { kind: blueprint.kind, organisation: envelope.organisation, id: envelope.actorId };
      if (this.#identity.organisation !== envelope.organisation || this.#identity.id !== envelope.actorId)
        return err("not_found", "There is nothing with this id.");
      return ok(this.#identity);
    }

    #readIdentity(): ActorIdentity | undefined {
      const row = this.#sql.exec<{ value: string }>("SELECT value FROM meta WHERE key = 'identity'").toArray()[0];
      return row && (JSON.parse(row.value) as ActorIdentity);
    }

    #principalOf(request: Request): Principal | undefined {
      return principalSchema.safeParse(JSON.parse(request.headers.get(principalHeader) ?? "null")).data;
    }

    #room(): Result<true> {
      if (this.#effects.pending > maxPendingEffects)
        return err("overloaded", "Too much work is waiting here. Try again in a moment.", { retryAfter: 5 });
      if (this.#outbox.size > maxOutboxRows)
        return err("overloaded", "Too many events are waiting to be stored. Try again in a moment.", { retryAfter: 5 });
      return ok(true);
    }
  };
}

/** Every event must be in the catalogue and fit a queue message: better refused now than stuck in the outbox. */
function checkEvents<Event extends NewEvent>(decision: Decision<Event>): Result<true> {
  for (const event of decision.events) {
    const data = JSON.stringify(event.data);
    if (data.length > maxEventBytes) return err("too_large", `The event ${event.type} has ${data.length} bytes, ${maxEventBytes} fit.`);
    if (currentVersion(event.type) === undefined)
      return err("internal", `The event type ${event.type} is not in the catalogue.`, { retryable: false });
  }
  return ok(true);
}
