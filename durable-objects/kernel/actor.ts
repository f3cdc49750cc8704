/**
 * An actor: native Durable Object + event log + synchronous turns. This file is its outside: what may be called and what the
 * runtime calls. How a turn goes stands in `turns.ts`; `docs/reference/kernel.md` says what all of it promises.
 */
import { DurableObject } from "cloudflare:workers";
import type { CommandEnvelope, EffectView, Receipt } from "../../contracts/actor.ts";
import type { EventEnvelope } from "../../contracts/events/index.ts";
import { authorize, type Principal } from "../../contracts/principal.ts";
import { err, ok, type Result } from "../../contracts/result.ts";
import type { ActorBackupCall, ActorRestoreCall, BackupPage } from "../../contracts/services/backup.ts";
import { Alarm } from "./alarm.ts";
import { ActorBackup } from "./backup/actor-backup.ts";
import { checkBlueprint, type Blueprint } from "./blueprint.ts";
import { Courier, envelopesOf } from "./courier.ts";
import { DeadLetters } from "./dead-letters.ts";
import { checkSize } from "./decision.ts";
import { EventStreams } from "./event-streams.ts";
import { Feed } from "./feed.ts";
import { principalOf } from "./feed-frames.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { Forking } from "./fork.ts";
import type { Log, LoggedEvent } from "./log.ts";
import { discarded, redriven } from "./own-events.ts";
import { Runner, type Settle } from "./runner.ts";
import { Settlement } from "./settlement.ts";
import { Standings } from "./standing.ts";
import { Store } from "./store.ts";
import { fireTimers } from "./timer-firing.ts";
import { Turns, type BulkWrite, type Committed, type TurnInput } from "./turns.ts";
import type { Named, NewEvent } from "./types.ts";

export type { BulkWrite } from "./turns.ts";

const nothingHere = err("not_found", "There is nothing with this id.");
const maxHistory = 1_000;

/** What a blueprint makes of an effect's input. It throws for an input that somebody edited into something else. */
function prepared<Turn>(make: () => Turn): Result<Turn> {
  try {
    return ok(make());
  } catch (cause) {
    return err("invalid_input", `The input is not what this effect takes; edit it first. ${String(cause).slice(0, 500)}`);
  }
}

export function actor<Env extends object, State, Command extends Named, Event extends NewEvent>(
  blueprint: Blueprint<Env, State, Command, Event>,
) {
  checkBlueprint(blueprint);

  return class Actor extends DurableObject<Env> {
    readonly log: Log<State, Command, Event>;
    readonly #store: Store<State, Command, Event>;
    readonly #turns: Turns<State, Command, Event>;
    readonly #alarm: Alarm;
    readonly #runner: Runner<Env, State, Command, Event>;
    readonly #courier: Courier;
    readonly #deadLetters: DeadLetters;
    readonly #forking: Forking<Env, State, Command, Event>;
    readonly #backup: ActorBackup<State, Command, Event>;
    readonly #feed: Feed;
    readonly #streams = new EventStreams();

    constructor(ctx: DurableObjectState, env: Env) {
      super(ctx, env);
      const store = new Store(blueprint, ctx);
      const { storage, sources, outbox } = store;
      this.#store = store;
      this.log = store.log;
      this.#alarm = new Alarm({
        storage,
        now: sources.now,
        wanted: () => store.nextAt(),
        missed: () => store.meta.count("missedAlarms"),
        tell: store.tell,
      });
      this.#turns = new Turns(blueprint, store, this.#alarm, (committed) => this.#announce(committed));
      const settlement = new Settlement(blueprint, store, this.#turns);
      const settle: Settle<Command> = (row, task, outcome) => {
        settlement.settle(row, task, outcome);
        this.#kick();
      };
      const standings = blueprint.authority && new Standings(blueprint.authority(env), sources.now);
      this.#runner = new Runner(blueprint, { env, sql: storage.sql }, store.effects, sources.now, settle, standings);
      this.#courier = new Courier({
        queue: () => blueprint.queue(env),
        outbox,
        read: (from, to) => store.log.read(from - 1, to),
        envelopes: (events) => this.#envelopes(events),
        now: sources.now,
        tell: store.tell,
        done: () => this.#alarm.arm(),
      });
      this.#deadLetters = new DeadLetters(storage.sql, store.effects);
      this.#forking = new Forking(blueprint, store, this.#turns, this.#alarm);
      this.#backup = new ActorBackup(blueprint, store, this.#alarm);
      this.#feed = new Feed(ctx);
      store.effects.reclaimAll(sources.now());
      this.#alarm.arm();
    }

    /** Executes a command once. The same `envelope.id` gets the same receipt; with another command it is refused (`key_reused`). */
    async execute(envelope: CommandEnvelope, command: Command): Promise<Result<Receipt>> {
      return this.turn(envelope, command, undefined, command);
    }

    /**
     * `execute` for the actor's own methods, with bulk rows written in the same transaction. `request` is what the caller asked for,
     * when `command` was computed from it: a used id with another request is refused, with the same one it gets the same receipt.
     */
    turn(envelope: CommandEnvelope, command: Command | undefined, write?: BulkWrite, request?: unknown): Result<Receipt> {
      return this.#take(envelope, { command, write }, request);
    }

    #take(envelope: CommandEnvelope, turn: Pick<TurnInput<Command>, "command" | "write" | "own">, request: unknown): Result<Receipt> {
      this.#alarm.watch();
      return this.#turns.call(envelope, turn, request === undefined ? undefined : fingerprintOf(request));
    }

    /** The state as clients see it, for a principal of the same organisation. */
    async view(principal: Principal): Promise<Result<{ version: number; state: unknown }>> {
      this.#alarm.watch();
      if (!this.#admits(principal)) return nothingHere;
      const { state, version } = this.log.current;
      return ok({ version, state: this.#present(state) });
    }

    /** The state as it was after event `version`. */
    async stateAt(principal: Principal, version: number): Promise<Result<{ version: number; state: unknown }>> {
      if (!this.#admits(principal)) return nothingHere;
      const current = this.log.current.version;
      if (!Number.isInteger(version) || version < 1 || version > current)
        return err("invalid_input", `There are versions 1 to ${current}, not ${version}.`);
      return ok({ version, state: this.#present(this.log.stateAt(version).state) });
    }

    /** Events after `after` up to and including `upTo`, oldest first, at most `limit` (1,000). */
    async history(principal: Principal, after: number, limit = 500, upTo = Number.MAX_SAFE_INTEGER): Promise<Result<LoggedEvent[]>> {
      if (!this.#admits(principal)) return nothingHere;
      return ok(this.log.read(after, upTo, Math.max(0, Math.min(limit, maxHistory))));
    }

    /**
     * Opens the actor `newId` with events 1 to `version` of this one as its own past. Repeat it with the same command id until it
     * succeeds; the new actor answers nothing before it is complete.
     */
    async fork(envelope: CommandEnvelope, version: number, newId: string): Promise<Result<{ version: number }>> {
      if (!this.#admits(envelope.principal)) return nothingHere;
      return this.#forking.copy(this.env, envelope, version, newId);
    }

    /** One page of another actor's past; only another actor's `fork` calls this. */
    async adopt(envelope: CommandEnvelope, page: string): Promise<Result<{ version: number }>> {
      return this.#forking.adopt(envelope, page);
    }

    /** Effects out of attempts, latest first, at most 200. */
    async deadLetters(principal: Principal): Promise<Result<EffectView[]>> {
      return this.#admits(principal) ? ok(this.#deadLetters.list()) : nothingHere;
    }

    /** An effect with its cause and attempts. */
    async inspectEffect(principal: Principal, effectId: string): Promise<Result<EffectView>> {
      const effect = this.#admits(principal) ? this.#deadLetters.inspect(effectId) : undefined;
      return effect ? ok(effect) : nothingHere;
    }

    /** Gives a dead effect another input. `precondition_failed` when the effect is not at the `expected` version. */
    async editEffect(envelope: CommandEnvelope, effectId: string, input: unknown, expected?: number): Promise<Result<Receipt>> {
      const size = checkSize("The input", input);
      if (!size.ok) return size;
      const write = () => this.#deadLetters.edit(effectId, input);
      return this.#dead(envelope, effectId, { edit: input }, () => ({ write }), expected);
    }

    /**
     * Tries a dead effect again, under the same id. Its decider hears of it first where the blueprint says so, and may refuse. One that stopped
     * because who asked for it may do nothing any more goes on in the name of who redrives it.
     * `invalid_input` when its input is not what such an effect takes: edit it first.
     */
    async redriveEffect(envelope: CommandEnvelope, effectId: string): Promise<Result<Receipt>> {
      return this.#dead(envelope, effectId, "redrive", ({ id, type, input, redrives, fault }) => ({
        command: blueprint.onEffectRedriven?.({ id, type, input: JSON.parse(input) }),
        write: () =>
          this.#deadLetters.redrive(id, this.#store.sources.now(), fault?.code === "unauthenticated" ? envelope.principal : undefined),
        own: () => [redriven(id, redrives + 1)],
      }));
    }

    /** Gives a dead effect up for good. */
    async discardEffect(envelope: CommandEnvelope, effectId: string): Promise<Result<Receipt>> {
      return this.#dead(envelope, effectId, "discard", () => ({
        write: () => this.#deadLetters.discard(effectId),
        own: () => [discarded(effectId)],
      }));
    }

    /** The event store has everything up to `sequence`. */
    async acknowledge(sequence: number): Promise<void> {
      this.#store.outbox.acknowledge(sequence);
    }

    /** Events from `fromSequence` on, as envelopes, for a store that found a gap; at most a hundred. */
    async emitted(fromSequence: number): Promise<EventEnvelope[]> {
      return this.#store.meta.get("adopting") ? [] : this.#envelopes(this.log.read(fromSequence - 1, undefined, 100));
    }

    /** Forgets everything for good. The instance ends with it, since what it has in memory would write again: its caller sees "erased". */
    async erase(): Promise<void> {
      const { storage } = this.ctx;
      await storage.deleteAlarm();
      await storage.deleteAll();
      await storage.sync();
      this.ctx.abort("erased");
    }

    /** What the actor is at one moment, page by page. Only the owning service calls this, for an operator. */
    async backup(call: ActorBackupCall): Promise<Result<BackupPage>> {
      return this.#backup.backup(call);
    }

    /** Takes what `backup` gave, under the same identity; with the last call the actor begins to live. Only the owning service calls this. */
    async restore(call: ActorRestoreCall): Promise<Result<true>> {
      return this.#backup.restore(call);
    }

    /**
     * The feed: a WebSocket, or server-sent events for `accept: text/event-stream`. Whoever opens it needs the permission `follow` of the
     * blueprint then; that it is still theirs later is confirmed at the door, which alone knows their credential.
     */
    override async fetch(request: Request): Promise<Response> {
      const principal = principalOf(request);
      if (!principal || !this.#admits(principal)) return new Response(nothingHere.error.detail, { status: 404 });
      const allowed = authorize(principal, blueprint.follow);
      if (!allowed.ok) return new Response(allowed.error.detail, { status: 403 });
      const { state, version } = this.log.current;
      const source = { version, present: () => this.#present(state), read: (after: number) => this.log.read(after) };
      if (request.headers.get("upgrade")?.toLowerCase() === "websocket") return this.#feed.open(request, principal, source);
      if (request.headers.get("accept")?.includes("text/event-stream")) return this.#streams.open(request, source);
      return new Response("Connect with a WebSocket, or accept text/event-stream.", { status: 426, headers: { upgrade: "websocket" } });
    }

    /** How many server-sent streams are being read. */
    get openStreams(): number {
      return this.#streams.size;
    }

    override async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
      this.#feed.receive(socket, message, this.log.current.version);
    }

    override async webSocketClose(socket: WebSocket, code: number): Promise<void> {
      socket.close(code === 1005 || code === 1006 ? 1000 : code);
    }

    override async webSocketError(socket: WebSocket): Promise<void> {
      socket.close(1011, "socket error");
    }

    /** Fires timers, brings back what a crash cut off, starts what is due. Waits for nothing. */
    override async alarm(): Promise<void> {
      this.#alarm.rang();
      const { sources, effects, commands } = this.#store;
      fireTimers(this.#store, this.#turns);
      effects.renewOrReclaim(this.#runner.alive, sources.now());
      commands.sweep(sources.now());
      this.#kick();
    }

    /** Starts due effects and the outbox, and arms the alarm for what is left. */
    #kick(): void {
      const { identity, sources } = this.#store;
      if (identity) this.#runner.start(identity, sources.now());
      this.#alarm.arm();
      void this.#courier.round();
    }

    #announce({ logged, cancelled }: Committed): void {
      this.#runner.abort(cancelled);
      this.#feed.publish(logged, this.#store.identity?.organisation ?? "");
      this.#streams.publish(logged);
      if (logged.length === 0) return;
      this.#courier.expect(logged);
      void this.#courier.round();
    }

    /** A recorded turn about a dead effect. */
    #dead(
      envelope: CommandEnvelope,
      effectId: string,
      what: unknown,
      turnFor: (effect: EffectView) => Pick<TurnInput<Command>, "command" | "write" | "own">,
      expected?: number,
    ): Result<Receipt> {
      if (!this.#admits(envelope.principal)) return nothingHere;
      const effect = this.#deadLetters.inspect(effectId);
      if (!effect) return nothingHere;
      const request = { effectId, what };
      // A repeated delivery gets its receipt although the effect is not dead any more.
      if (this.#store.commands.knows(envelope.id)) return this.#take(envelope, {}, request);
      if (effect.status !== "dead") return err("conflict", `Only a dead effect can be changed; this one is ${effect.status}.`);
      if (expected !== undefined && expected !== effect.version)
        return err("precondition_failed", `The effect is at version ${effect.version} now: somebody has changed it. Look at it again.`);
      const turn = prepared(() => turnFor(effect));
      return turn.ok ? this.#take(envelope, turn.value, request) : turn;
    }

    #admits(principal: Principal): boolean {
      const { identity, meta } = this.#store;
      return identity !== undefined && principal.organisation === identity.organisation && !meta.get("adopting");
    }

    #present(state: State): unknown {
      return blueprint.present?.(state) ?? state;
    }

    #envelopes(events: readonly LoggedEvent[]): EventEnvelope[] {
      const { identity } = this.#store;
      return identity ? envelopesOf(events, blueprint.source, identity) : [];
    }
  };
}
