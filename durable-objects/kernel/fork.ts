/**
 * Forking: a new actor that begins with the past of another. The old one reads and sends page after page; the new one copies
 * them, and lives only when all have arrived. Either side may crash at any point: the same command id goes on where it stopped.
 */
import * as z from "zod";
import { actorKinds, actorName, type ActorIdentity, type CommandEnvelope } from "../../contracts/actor.ts";
import { err, ok, parse, type Result } from "../../contracts/result.ts";
import type { Alarm } from "./alarm.ts";
import type { Blueprint, ForkOptions, ForkTarget } from "./blueprint.ts";
import { deadByLog, discarded } from "./own-events.ts";
import type { Store } from "./store.ts";
import type { Turns } from "./turns.ts";
import type { Named, NewEvent } from "./types.ts";

/** Events in one page: 40 of the largest stay far below the 32 MiB of a call. */
const pageEvents = 100;

const pageSchema = z.object({
  from: z.object({ kind: z.enum(actorKinds), organisation: z.string(), id: z.string() }),
  /** The version at which the fork is taken. */
  upTo: z.int().min(1),
  /** Events in order, the first of them `after + 1`. */
  after: z.int().min(0),
  events: z.array(
    z.object({
      sequence: z.int(),
      type: z.string(),
      version: z.int(),
      data: z.unknown(),
      time: z.number(),
      commandId: z.string(),
    }),
  ),
  /** A page of rows beside the log. */
  rows: z.unknown().optional(),
});
type Page = z.infer<typeof pageSchema>;

interface Adoption {
  commandId: string;
  from: ActorIdentity;
  upTo: number;
}

export class Forking<Env, State, Command extends Named, Event extends NewEvent> {
  readonly #blueprint: Blueprint<Env, State, Command, Event>;
  readonly #store: Store<State, Command, Event>;
  readonly #turns: Turns<State, Command, Event>;
  readonly #alarm: Alarm;

  constructor(
    blueprint: Blueprint<Env, State, Command, Event>,
    store: Store<State, Command, Event>,
    turns: Turns<State, Command, Event>,
    alarm: Alarm,
  ) {
    this.#blueprint = blueprint;
    this.#store = store;
    this.#turns = turns;
    this.#alarm = alarm;
  }

  /** Gives `newId` the events 1 to `version` of this actor. Nothing is written here. */
  async copy(env: Env, envelope: CommandEnvelope, version: number, newId: string): Promise<Result<{ version: number }>> {
    const options = this.#blueprint.fork;
    const from = this.#store.identity;
    if (!options || !from) return err("conflict", "What this is cannot be continued from its past.");
    const current = this.#store.log.current.version;
    if (!Number.isInteger(version) || version < 1 || version > current)
      return err("invalid_input", `There are versions 1 to ${current}, not ${version}.`);
    if (newId === from.id || !/^[\w-]{1,100}$/.test(newId)) return err("invalid_input", "The new id must be another one, without a slash.");
    const { expectedVersion: _, ...rest } = envelope;
    const target = options.namespace(env).getByName(actorName(from.organisation, newId));
    const send = (page: Omit<Page, "from" | "upTo">) =>
      target.adopt({ ...rest, actorId: newId }, JSON.stringify({ from, upTo: version, ...page } satisfies Page));
    const rows = await this.#sendRows(options, version, send);
    return rows.ok ? this.#sendEvents(options, { from, newId, version }, send, rows.value.version) : rows;
  }

  async #sendRows(
    options: ForkOptions<Env, State, Command>,
    version: number,
    send: (page: Omit<Page, "from" | "upTo">) => ReturnType<ForkTarget["adopt"]>,
  ): Promise<Result<{ version: number }>> {
    let answer = await send({ after: 0, events: [] });
    let cursor: string | undefined;
    do {
      // Rows come before the events that name them, and only while the new actor is not complete.
      if (!answer.ok || answer.value.version >= version || !options.readRows) return answer;
      const page = options.readRows(this.#store.sql, version, cursor);
      cursor = page.next;
      answer = await send({ after: answer.value.version, events: [], rows: page.rows });
    } while (cursor !== undefined);
    return answer;
  }

  async #sendEvents(
    options: ForkOptions<Env, State, Command>,
    fork: { from: ActorIdentity; newId: string; version: number },
    send: (page: Omit<Page, "from" | "upTo">) => ReturnType<ForkTarget["adopt"]>,
    start: number,
  ): Promise<Result<{ version: number }>> {
    const to = { ...fork.from, id: fork.newId };
    let after = start;
    for (;;) {
      const events = this.#store.log
        .read(after, fork.version, pageEvents)
        .map((event) => ({ ...event, data: options.rewrite ? options.rewrite(event, fork.from, to) : event.data }));
      const answer = await send({ after, events });
      if (!answer.ok || answer.value.version >= fork.version) return answer;
      if (answer.value.version <= after && events.length > 0) return err("conflict", "The new one does not take its past.");
      after = answer.value.version;
    }
  }

  /** Takes one page; answers how far the copy has come. With the last one the new actor begins to live. */
  adopt(envelope: CommandEnvelope, text: string): Result<{ version: number }> {
    const page = parse(pageSchema, JSON.parse(text));
    if (!page.ok) return page;
    const identity = this.#turns.identify(envelope);
    if (!identity.ok) return identity;
    const { from, upTo, after, events, rows } = page.value;
    if (from.organisation !== identity.value.organisation || from.kind !== identity.value.kind)
      return err("not_found", "There is nothing with this id.");
    const { log, meta, commands, sql } = this.#store;
    if (commands.knows(envelope.id)) return ok({ version: log.current.version });
    const begun = meta.get("adopting") as Adoption | undefined;
    if (begun ? begun.commandId !== envelope.id || begun.upTo !== upTo || begun.from.id !== from.id : log.current.version > 0)
      return err("conflict", "There is something with this id already.");
    this.#store.transact(() => {
      this.#store.introduce(identity.value);
      if (!begun) meta.set("adopting", { commandId: envelope.id, from, upTo } satisfies Adoption);
      if (rows !== undefined) this.#blueprint.fork?.writeRows?.(sql, rows);
      if (after === log.current.version) log.copy(events);
    });
    this.#store.introduced(identity.value);
    log.forget();
    if (log.current.version < upTo) return ok({ version: log.current.version });
    return this.#begin(envelope, identity.value, from);
  }

  /** The turn in which the past is complete: its events go out under the new name, and work is taken up. */
  #begin(envelope: CommandEnvelope, identity: ActorIdentity, from: ActorIdentity): Result<{ version: number }> {
    const { log, meta, outbox, sources, sql } = this.#store;
    const { version, state } = log.current;
    const done = this.#turns.take({
      identity,
      commandId: envelope.id,
      principal: envelope.principal,
      command: this.#blueprint.fork?.resume?.(from, state),
      write: () => {
        meta.remove("adopting");
        meta.set("forked", { from, version });
        outbox.addPast(version, sources.now());
      },
      // Effects are not copied: what was dead in the past is given up here, so that nobody is told of dead letters that are not there.
      own: () => deadByLog(sql).map(discarded),
    });
    this.#alarm.arm();
    return done.ok ? ok({ version }) : done;
  }
}
