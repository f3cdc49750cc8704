/** A small actor for the kernel's own tests: a ledger whose deposits are booked by an effect at a callee that can fail. */
import type { Decider, NewEvent } from "../types.ts";
import { err, ok } from "../../../contracts/result.ts";
import { actor } from "../actor.ts";

export interface LedgerState {
  balance: number;
  booked: string[];
  failed: string[];
  reminders: number;
}

export type LedgerCommand =
  | { type: "deposit"; amount: number; book?: boolean; remindInMs?: number }
  | { type: "booked"; effectId: string }
  | { type: "booking-failed"; effectId: string }
  | { type: "remind" };

// Types of the real catalogue, since the kernel publishes no others.
export type LedgerEvent =
  | { type: "niche.created"; data: { amount: number } }
  | { type: "niche.derived"; data: { effectId: string } }
  | { type: "analysis.failed"; data: { effectId: string } }
  | { type: "analysis.started"; data: Record<string, never> };

export const ledgerDecider: Decider<LedgerState, LedgerCommand, LedgerEvent & NewEvent> = {
  initialState: () => ({ balance: 0, booked: [], failed: [], reminders: 0 }),
  decide(_state, command, { commandId, now }) {
    switch (command.type) {
      case "deposit": {
        if (command.amount <= 0) return err("invalid_input", "A deposit needs a positive amount.");
        return ok({
          events: [{ type: "niche.created" as const, data: { amount: command.amount } }],
          effects: command.book ? [{ id: `book-${commandId}`, type: "book", input: { amount: command.amount } }] : [],
          timers: command.remindInMs === undefined ? [] : [{ name: "remind", at: now + command.remindInMs, command: { type: "remind" } }],
          value: { deposited: command.amount },
        });
      }
      case "booked":
        return ok({ events: [{ type: "niche.derived" as const, data: { effectId: command.effectId } }] });
      case "booking-failed":
        return ok({ events: [{ type: "analysis.failed" as const, data: { effectId: command.effectId } }] });
      case "remind":
        return ok({ events: [{ type: "analysis.started" as const, data: {} }] });
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case "niche.created":
        return { ...state, balance: state.balance + event.data.amount };
      case "niche.derived":
        return { ...state, booked: [...state.booked, event.data.effectId] };
      case "analysis.failed":
        return { ...state, failed: [...state.failed, event.data.effectId] };
      case "analysis.started":
        return { ...state, reminders: state.reminders + 1 };
    }
  },
};

/** The callee of the `book` effect: counts what it accepted, by idempotency key; `bookings.fail` makes it refuse. */
export const bookings = { accepted: new Map<string, number>(), fail: 0, waits: 0 };

export interface LedgerEnv {
  EVENTS: Queue;
}

export class Ledger extends actor<LedgerEnv, LedgerState, LedgerCommand, LedgerEvent & NewEvent>({
  kind: "niche",
  source: "/niche-analysis",
  queue: (env) => env.EVENTS,
  decider: ledgerDecider,
  retries: { book: { maxAttempts: 3, baseMs: 5, maxMs: 20 } },
  effects: {
    book: () => async (task) => {
      if (bookings.waits > 0) {
        bookings.waits -= 1;
        return { status: "waiting", afterMs: 5 };
      }
      if (bookings.fail > 0) {
        bookings.fail -= 1;
        throw new Error("the bank is closed");
      }
      bookings.accepted.set(task.id, (bookings.accepted.get(task.id) ?? 0) + 1);
      return { status: "done", command: { type: "booked", effectId: task.id } };
    },
  },
  onEffectFailed: (task) => ({ type: "booking-failed", effectId: task.id }),
}) {}
