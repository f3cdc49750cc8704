/**
 * Whose turn it is to ask a host: one request at a time and a pause after each, for everybody who asks. Those who have to wait keep their place in
 * a queue, whatever becomes of them or of whoever keeps the queue. Pure; times are epoch milliseconds unless said.
 */

export interface Asker {
  /** Names what asks; the same each time it comes back. */
  ticket: string;
  /** Whose quota the host takes the request from: the address's, which all share who have no token, or that of a token. */
  quota: string;
  /** Milliseconds from the end of its request to the next of anybody. */
  spacingMs: number;
}

/** Its turn, which it gives back with `ended`; or not before so long, milliseconds. */
export type Turn = { granted: true } | { granted: false; waitMs: number };

/** What came of a request, for those who ask next. */
export interface TurnEnd {
  /** The host did not answer, or is out of order. */
  failed: boolean;
  /** Milliseconds for which it wants to be left alone by all, and by those of the same quota. */
  pauseMs: { all: number; quota: number };
}

export interface HostTurns {
  take(asker: Asker): Promise<Turn>;
  end(asker: Asker, end: TurnEnd): Promise<void>;
}

export interface HostState {
  /** Nobody asks before. */
  freeAt: number;
  /** Failures in a row. */
  failures: number;
  /** Who asks at the moment; over at `until`, whatever is heard of it. */
  holder?: { ticket: string; until: number } | undefined;
  /** In the order of their coming; out at `until`, unless they come back. */
  waiting: { ticket: string; until: number }[];
  /** When the host may be asked again, by quota. */
  pauses: Record<string, number>;
}

export const nobodyAsks: HostState = { freeAt: 0, failures: 0, waiting: [], pauses: {} };

/** A request, which has a deadline of 20 s, is over by then. */
const longestRequestMs = 30_000;
/** Who does not come back so long after its time has given up. */
const graceMs = 10_000;
/** Pause after failures at most. */
const longestBackOffMs = 60_000;
/** How often it is asked again while somebody else's request is under way. */
const underWayMs = 500;

/** Gives the turn, or a place in the queue. */
export function turnOf(before: HostState, { ticket, quota, spacingMs }: Asker, now: number): { state: HostState; turn: Turn } {
  const state = without(before, now);
  // Its own request was cut off, and may have reached the host.
  if (state.holder?.ticket === ticket) {
    state.holder = undefined;
    state.freeAt = Math.max(state.freeAt, now + spacingMs);
  }
  const pausedUntil = state.pauses[quota] ?? 0;
  if (pausedUntil > now) {
    // It must not keep those waiting whom the host answers.
    state.waiting = state.waiting.filter((one) => one.ticket !== ticket);
    return { state, turn: { granted: false, waitMs: pausedUntil - now } };
  }
  const place = state.waiting.findIndex((one) => one.ticket === ticket);
  const ahead = place === -1 ? state.waiting.length : place;
  if (ahead === 0 && !state.holder && state.freeAt <= now) {
    state.waiting = state.waiting.filter((one) => one.ticket !== ticket);
    state.holder = { ticket, until: now + longestRequestMs };
    state.freeAt = now + spacingMs;
    return { state, turn: { granted: true } };
  }
  const waitMs = Math.max(1, state.freeAt - now, state.holder ? Math.min(underWayMs, spacingMs) : 0) + ahead * spacingMs;
  const waits = { ticket, until: now + waitMs + graceMs };
  state.waiting = place === -1 ? [...state.waiting, waits] : state.waiting.with(place, waits);
  return { state, turn: { granted: false, waitMs } };
}

/** The request of `ticket` is over; one that is told of late makes nobody ask sooner. */
export function ended(before: HostState, { ticket, quota, spacingMs }: Asker, { failed, pauseMs }: TurnEnd, now: number): HostState {
  const state = without(before, now);
  if (state.holder?.ticket === ticket) state.holder = undefined;
  state.failures = failed ? state.failures + 1 : 0;
  const backOffMs = failed ? Math.min(longestBackOffMs, spacingMs * 2 ** Math.min(20, state.failures)) : 0;
  state.freeAt = Math.max(state.freeAt, now + Math.max(spacingMs, backOffMs, pauseMs.all));
  if (pauseMs.quota > 0) state.pauses = { ...state.pauses, [quota]: Math.max(state.pauses[quota] ?? 0, now + pauseMs.quota) };
  return state;
}

/** Whether nothing of it is needed any more. */
export function isAtRest(before: HostState, now: number): boolean {
  const { freeAt, holder, waiting, pauses } = without(before, now);
  return freeAt <= now && !holder && waiting.length === 0 && Object.keys(pauses).length === 0;
}

/** A copy without what is over. */
function without({ holder, waiting, pauses, ...state }: HostState, now: number): HostState {
  return {
    ...state,
    holder: holder && holder.until > now ? holder : undefined,
    waiting: waiting.filter(({ until }) => until > now),
    pauses: Object.fromEntries(Object.entries(pauses).filter(([, until]) => until > now)),
  };
}
