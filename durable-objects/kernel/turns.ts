/**
 * Turns: state in memory → decide → one transaction → state in memory. Synchronous from end to end, so turns are atomic and
 * ordered without a lock; a turn that breaks anywhere leaves nothing behind.
 */
import { subjectOf, type ActorIdentity, type CommandEnvelope, type Receipt } from "../../contracts/actor.ts";
import type { Principal } from "../../contracts/principal.ts";
import { err, ok, type Result } from "../../contracts/result.ts";
import type { Alarm } from "./alarm.ts";
import { catalogued, defaultLimits, type Blueprint, type Limits } from "./blueprint.ts";
import { isOwnCommandId, Repeated } from "./commands.ts";
import { checkDecision, type SoundDecision } from "./decision.ts";
import { Envelopes } from "./envelopes.ts";
import type { LoggedEvent } from "./log.ts";
import { resendAt } from "./outbox.ts";
import { asWritten } from "./own-events.ts";
import type { Store } from "./store.ts";
import { tell } from "./telling.ts";
import type { Decision, Named, NewEvent } from "./types.ts";

/** Extra rows for the transaction of a turn (bulk data beside the log). */
export type BulkWrite = (sql: SqlStorage) => void;

export interface TurnInput<Command> {
  identity: ActorIdentity;
  commandId: string;
  principal: Principal;
  /** Absent for turns that concern the kernel's own rows only: nothing is decided. */
  command?: Command | undefined;
  expectedVersion?: number | undefined;
  fingerprint?: string | undefined;
  /** Rows to write in the same transaction. */
  write?: BulkWrite | undefined;
  /** The kernel's own events of the turn, asked for after `write`; they come before those of the decision. */
  own?: (() => NewEvent[]) | undefined;
}

/** A commit, for those who tell others about it. */
export interface Committed {
  logged: LoggedEvent[];
  cancelled: readonly string[];
}

interface Decided<Event extends NewEvent> {
  decision: Decision<Event>;
  sound: SoundDecision;
}

const nothing: readonly never[] = [];
const absent = "There is nothing with this id.";

export class Turns<State, Command extends Named, Event extends NewEvent> {
  readonly #blueprint: Blueprint<never, State, Command, Event>;
  readonly #store: Store<State, Command, Event>;
  readonly #alarm: Alarm;
  readonly #onCommit: (committed: Committed) => void;
  readonly #limits: Limits;
  readonly #envelopes = new Envelopes();

  constructor(
    blueprint: Blueprint<never, State, Command, Event>,
    store: Store<State, Command, Event>,
    alarm: Alarm,
    onCommit: (committed: Committed) => void,
  ) {
    this.#blueprint = blueprint;
    this.#store = store;
    this.#alarm = alarm;
    this.#onCommit = onCommit;
    this.#limits = { ...defaultLimits, ...blueprint.limits };
  }

  /**
   * A caller's command: one turn, or the receipt of an earlier delivery. Refuses another tenant (`not_found`), a used id
   * (`key_reused`), a passed deadline, an actor that is full (`overloaded`), besides what the decider refuses.
   */
  call(
    input: CommandEnvelope,
    turn: Pick<TurnInput<Command>, "command" | "write" | "own">,
    fingerprint: string | undefined,
  ): Result<Receipt> {
    const parsed = this.#envelopes.read(input);
    if (!parsed.ok) return parsed;
    const envelope = parsed.value;
    if (isOwnCommandId(envelope.id)) return err("invalid_input", `No command id may begin like ${envelope.id}.`);
    const identity = this.identify(envelope);
    if (!identity.ok) return identity;
    const earlier = () => this.#store.commands.recorded(envelope.id, fingerprint);
    // Deciding is pure, so a turn may be tried before it is known to be new: most are, and a taken id stops it when it is recorded.
    // What is written beside the log may be a lot, so it is looked up first there.
    const known = turn.write || turn.own ? earlier() : undefined;
    if (known) return known;
    const { id: commandId, principal, expectedVersion } = envelope;
    const { command, write, own } = turn;
    const admitted = this.#admit(envelope);
    const done = admitted.ok
      ? this.take({ identity: identity.value, commandId, principal, expectedVersion, fingerprint, command, write, own })
      : admitted;
    return done.ok ? done : (earlier() ?? done);
  }

  /** What must hold before a new command becomes a turn. */
  #admit({ deadline }: CommandEnvelope): Result<true> {
    if (this.#store.meta.get("adopting")) return err("in_progress", "It is still being given its past. Try again in a moment.");
    if (deadline !== undefined && this.#store.sources.now() > deadline)
      return err("deadline_exceeded", "The command's deadline has passed.");
    return this.#room();
  }

  /** The first command tells the actor who it is: its name is unknown in another process. Later ones must agree. */
  identify(envelope: CommandEnvelope): Result<ActorIdentity> {
    const claimed = { kind: this.#blueprint.kind, organisation: envelope.organisation, id: envelope.actorId };
    const known = this.#store.identity ?? claimed;
    const agrees = known.organisation === claimed.organisation && known.id === claimed.id;
    return agrees && envelope.principal.organisation === claimed.organisation ? ok(known) : err("not_found", absent);
  }

  /** One turn. A decider or a write that throws becomes `internal`, with nothing written. */
  take(input: TurnInput<Command>): Result<Receipt> {
    const { version } = this.#store.log.current;
    if (input.expectedVersion !== undefined && input.expectedVersion !== version)
      return err(
        "precondition_failed",
        `It is at version ${version} now, not ${input.expectedVersion}. Read it again and repeat the change.`,
      );
    try {
      const now = this.#store.sources.now();
      const decided = this.#decide(input, now);
      if (!decided.ok) return decided;
      const { receipt, committed } = this.#commit(input, decided.value.decision, decided.value.sound, now);
      this.#announce(committed);
      return ok(receipt);
    } catch (cause) {
      // Whatever the transaction had set is not set any more.
      this.#alarm.rang();
      if (cause instanceof Repeated) return err("conflict", "This command was carried out before.");
      // The first turn of an actor is the one that says who it is.
      tell(subjectOf(input.identity), "error", "a turn broke", { commandId: input.commandId, command: input.command?.type, cause });
      return err("internal", "The command could not be carried out. Nothing of it was kept.");
    }
  }

  #decide({ identity, command, commandId, principal }: TurnInput<Command>, now: number): Result<Decided<Event>> {
    if (!command) return ok({ decision: { events: [] }, sound: { events: [], answer: "null" } });
    const context = { now, commandId, principal, organisation: identity.organisation, actorId: identity.id };
    const decided = this.#blueprint.decider.decide(this.#store.log.current.state, command, context);
    if (!decided.ok) return decided;
    const sound = checkDecision(decided.value, {
      events: this.#blueprint.eventTypes ?? catalogued,
      effects: this.#blueprint.effects,
    });
    return sound.ok ? ok({ decision: decided.value, sound: sound.value }) : sound;
  }

  #commit(input: TurnInput<Command>, decision: Decision<Event>, sound: SoundDecision, now: number) {
    const { log } = this.#store;
    const { logged, next } = this.#isOneStatement(input, decision, now)
      ? this.#write(input, sound, now)
      : this.#store.transact(() => this.#writeAll(input, decision, sound, now));
    this.#store.introduced(input.identity);
    log.take(next);
    const receipt: Receipt = { version: next.version, value: JSON.parse(sound.answer), replayed: false };
    return { receipt, committed: { logged, cancelled: decision.cancel ?? nothing } };
  }

  /** True when the turn writes one event with what belongs to it and nothing else: SQLite takes or leaves a statement as a whole. */
  #isOneStatement({ write, own }: TurnInput<Command>, { events, effects, cancel, timers }: Decision<Event>, now: number): boolean {
    const { identity, log } = this.#store;
    const alone = events.length === 1 && !effects?.length && !cancel?.length && !timers?.length && !write && !own;
    return alone && identity !== undefined && !log.snapshotDue(1) && this.#alarm.ringsBy(resendAt(now));
  }

  /** Everything of a turn, within a transaction. */
  #writeAll(input: TurnInput<Command>, decision: Decision<Event>, { events, answer }: SoundDecision, now: number) {
    const { effects, timers, commands, sql } = this.#store;
    const { identity, commandId, principal, fingerprint, write, own } = input;
    this.#store.introduce(identity);
    write?.(sql);
    const appended = this.#write(input, { events: own ? [...own().map(asWritten), ...events] : events, answer }, now);
    const first = appended.logged[0]?.sequence ?? null;
    const last = appended.logged.at(-1)?.sequence ?? null;
    if (last === null) commands.record(commandId, { version: appended.next.version, value: answer, fingerprint: fingerprint ?? null }, now);
    effects.add(decision.effects ?? nothing, { principal, commandId, now, first, last });
    effects.cancel(decision.cancel ?? nothing);
    timers.change(decision.timers ?? nothing, principal);
    this.#alarm.arm();
    return appended;
  }

  /** The events, with outbox and answer. Nothing that can fail follows the last statement. */
  #write({ commandId, fingerprint }: TurnInput<Command>, { events, answer }: SoundDecision, now: number) {
    const { log, outbox } = this.#store;
    const appended = log.append(events, { commandId, time: now, answer, fingerprint: fingerprint ?? null });
    const { logged } = appended;
    const [first, last] = [logged[0], logged.at(-1)];
    if (first && last) outbox.handedOver(first.sequence, last.sequence, now);
    return appended;
  }

  /** What is committed stays committed, whoever cannot be told. */
  #announce(committed: Committed): void {
    try {
      this.#onCommit(committed);
    } catch (cause) {
      this.#store.tell("error", "a commit could not be announced", { commandId: committed.logged.at(-1)?.commandId, cause });
    }
  }

  #room(): Result<true> {
    const { pendingEffects, outboxRows } = this.#limits;
    if (this.#store.effects.pending >= pendingEffects)
      return err("overloaded", "Too much work is waiting here. Try again in a moment.", { retryAfter: 5 });
    if (this.#store.outbox.size >= outboxRows)
      return err("overloaded", "Too many events are waiting to be stored. Try again in a moment.", { retryAfter: 5 });
    return ok(true);
  }
}
