/** What to do when the server has ended the connection of a feed. Pure. */
import { feedCloseCodes } from "../../../contracts/actor.ts";

const maxPauseMs = 15_000;

/** The caller is known no more, or may not follow this: a new connection would only meet the same. 1008 is "policy violation" (RFC 6455, 7.4.1). */
const refusals = new Set<number>([1008, 4401, feedCloseCodes.revoked]);

/** Ends with which the server asks to be connected to anew: nothing is missing. */
const requests = new Set<number>([feedCloseCodes.tooSlow, feedCloseCodes.changed]);

/** `asked`: the server wants a new connection, nothing went wrong. */
export type AfterClose = { connectAfterMs: number; asked: boolean } | "refused";

/** `attempt`: connections that have failed in a row; `random`: between 0 and 1. */
export function afterClose(code: number, attempt: number, random: number): AfterClose {
  if (refusals.has(code)) return "refused";
  // What we say is not understood, and will not be the next time: rarely, or the two would talk past each other without a pause.
  if (code === feedCloseCodes.malformed) return { connectAfterMs: maxPauseMs, asked: false };
  return { connectAfterMs: reconnectPause(attempt, random), asked: requests.has(code) };
}

/** Half of an exponential pause, and the other half by chance, so that many clients do not come back at once. */
export function reconnectPause(attempt: number, random: number): number {
  const ceiling = Math.min(maxPauseMs, 500 * 2 ** attempt);
  return ceiling / 2 + (ceiling / 2) * random;
}
