/** A small actor for the kernel's own tests: a ledger whose deposits are booked by an effect at a bank that can fail. */
import * as z from "zod";
import { err, ok } from "../../../contracts/result.ts";
import { actor } from "../actor.ts";
import type { EventTypes, ForkTarget } from "../blueprint.ts";
import type { Decider, NewEvent } from "../types.ts";
import { faultyStorage, world } from "./world.ts";

export interface LedgerState {
  balance: number;
  booked: string[];
  failed: string[];
  reminders: number;
}

export type LedgerCommand =
  | { type: "deposit"; amount: number; note?: string; book?: boolean; lane?: string; deadline?: number; remindInMs?: number }
  | { type: "break" }
  | { type: "cancel"; effectId: string }
  | { type: "booked"; effectId: string }
  | { type: "booking-failed"; effectId: string }
  | { type: "booking-redriven"; effectId: string }
  | { type: "remind" };

export type LedgerEvent =
  | { type: "money.deposited"; data: { amount: number; currency: string; note?: string } }
  | { type: "booking.made"; data: { effectId: string } }
  | { type: "booking.failed"; data: { effectId: string } }
  | { type: "booking.redriven"; data: { effectId: string } }
  | { type: "reminder.fired"; data: Record<string, never> };

const booking = { 1: z.object({ effectId: z.string() }) };
const schemas: Record<string, Record<number, z.ZodType>> = {
  "money.deposited": {
    1: z.object({ cents: z.int() }),
    2: z.object({ amount: z.number() }),
    3: z.object({ amount: z.number().max(1_000), currency: z.string(), note: z.string().optional() }),
  },
  "booking.made": booking,
  "booking.failed": booking,
  "booking.redriven": booking,
  "reminder.fired": { 1: z.object({}) },
};
const eventTypes: EventTypes = {
  currentVersion: (type) => schemas[type] && Math.max(...Object.keys(schemas[type]).map(Number)),
  schemaOf: (type, version) => schemas[type]?.[version],
};

export const ledgerDecider: Decider<LedgerState, LedgerCommand, LedgerEvent & NewEvent> = {
  initialState: () => ({ balance: 0, booked: [], failed: [], reminders: 0 }),
  decide(state, command, { commandId, now }) {
    switch (command.type) {
      case "deposit": {
        if (command.amount <= 0) return err("invalid_input", "A deposit needs a positive amount.");
        const { amount, note, lane, deadline, remindInMs } = command;
        const data = { amount, currency: "EUR", ...(note === undefined ? {} : { note }) };
        return ok({
          events: [{ type: "money.deposited" as const, data }],
          effects: command.book ? [{ id: `book-${commandId}`, type: "book", input: { amount }, lane, deadline }] : [],
          timers: remindInMs === undefined ? [] : [{ name: "remind", at: now + remindInMs, command: { type: "remind" } }],
          value: { deposited: amount },
        });
      }
      case "break":
        throw new Error("a decider with a mistake");
      case "cancel":
        return ok({ events: [], cancel: [command.effectId] });
      case "booked":
        return ok({ events: [{ type: "booking.made" as const, data: { effectId: command.effectId } }] });
      case "booking-failed":
        return ok({ events: [{ type: "booking.failed" as const, data: { effectId: command.effectId } }] });
      case "booking-redriven":
        if (!state.failed.includes(command.effectId)) return err("conflict", "This booking has not failed.");
        return ok({ events: [{ type: "booking.redriven" as const, data: { effectId: command.effectId } }] });
      case "remind":
        return ok({ events: [{ type: "reminder.fired" as const, data: {} }] });
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case "money.deposited":
        return { ...state, balance: state.balance + event.data.amount };
      case "booking.made":
        return { ...state, booked: [...state.booked, event.data.effectId] };
      case "booking.failed":
        return { ...state, failed: [...state.failed, event.data.effectId] };
      case "booking.redriven":
        return { ...state, failed: state.failed.filter((id) => id !== event.data.effectId) };
      case "reminder.fired":
        return { ...state, reminders: state.reminders + 1 };
    }
  },
};

export interface LedgerEnv {
  LEDGER: { getByName(name: string): ForkTarget };
}

export class Ledger extends actor<LedgerEnv, LedgerState, LedgerCommand, LedgerEvent & NewEvent>({
  kind: "niche",
  follow: "niches:read",
  source: "/niche-analysis",
  queue: () => ({
    sendBatch: async (messages) => {
      world.point();
      if (world.queueAway) throw new Error("the queue is away");
      for (const { body } of messages) {
        const known = world.events.get(body.subject) ?? new Map();
        world.events.set(body.subject, known.set(body.sequence, body));
      }
      world.point();
    },
  }),
  decider: ledgerDecider,
  lanes: { narrow: { concurrency: 1 } },
  retries: { book: { maxAttempts: 3, baseMs: 5, maxMs: 20 } },
  effects: {
    book:
      ({ sql }) =>
      async (task) => {
        world.point();
        world.signals.push(task.signal);
        world.mostAtWork = Math.max(world.mostAtWork, ++world.atWork);
        await (world.vault ?? Promise.resolve());
        world.atWork -= 1;
        if (world.waits > 0) {
          world.waits -= 1;
          return { status: "waiting", afterMs: 5 };
        }
        if (world.fault) return { status: "failed", fault: world.fault };
        if (world.refusals > 0) {
          world.refusals -= 1;
          throw new Error("the bank is closed");
        }
        world.accepted.set(task.id, (world.accepted.get(task.id) ?? 0) + 1);
        world.point();
        const note = () => {
          sql.exec("INSERT INTO notes (text) VALUES (?)", task.id);
          if (world.slips !== undefined && world.slips-- > 0) throw new Error("the pen slipped");
        };
        return {
          status: "done",
          command: () => ({ type: "booked", effectId: task.id }),
          ...(world.slips !== undefined && { write: note }),
        };
      },
  },
  onEffectFailed: (task) => ({ type: "booking-failed", effectId: task.id }),
  onEffectRedriven: ({ id, input }) => {
    z.object({ amount: z.number() }).parse(input);
    return { type: "booking-redriven", effectId: id };
  },
  upcasters: {
    "money.deposited": {
      1: (data) => ({ amount: (data as { cents: number }).cents / 100 }),
      2: (data) => ({ ...(data as { amount: number }), currency: "EUR" }),
    },
  },
  tables: "CREATE TABLE IF NOT EXISTS notes (sequence INTEGER PRIMARY KEY, text TEXT NOT NULL)",
  fork: {
    namespace: (env) => env.LEDGER,
    rewrite: ({ data }, from, to) => JSON.parse(JSON.stringify(data).replaceAll(from.id, to.id)),
    readRows(sql, version, cursor) {
      const rows = sql.exec(
        "SELECT * FROM notes WHERE sequence <= ? AND sequence > ? ORDER BY sequence LIMIT 2",
        version,
        Number(cursor ?? 0),
      );
      const page = rows.toArray();
      const last = page.at(-1)?.["sequence"];
      return page.length < 2 ? { rows: page } : { rows: page, next: String(last) };
    },
    writeRows(sql, rows) {
      sql.exec("INSERT OR REPLACE INTO notes SELECT value ->> 'sequence', value ->> 'text' FROM json_each(?)", JSON.stringify(rows));
    },
    resume: () => ({ type: "remind" }),
  },
  limits: { pendingEffects: 20, outboxRows: 600 },
  eventTypes,
  sources: { now: () => world.now ?? Date.now(), random: () => 0.5, storage: faultyStorage },
}) {
  /** A deposit with its note beside the log, like actors write their bulk rows. */
  depositNoted(...[envelope, amount, text]: [Parameters<Ledger["turn"]>[0], number, string]) {
    const sequence = this.log.current.version + 1;
    return this.turn(envelope, { type: "deposit", amount }, (sql) => sql.exec("INSERT INTO notes VALUES (?, ?)", sequence, text), {
      amount,
      text,
    });
  }
}
