/** Nonces of signed requests seen within the window in which their timestamps are still accepted. */
import { signatureWindowSeconds } from "../../../contracts/node-protocol.ts";

/** `nonce → epoch milliseconds when it was seen`, of one node. */
export type SeenNonces = Readonly<Record<string, number>>;

/** A timestamp may be off by the window in both directions, so a request can be repeated for twice the window. */
const rememberMs = 2 * signatureWindowSeconds * 1_000;

/** `fresh` is false when the nonce was used before; expired ones are dropped. */
export function useNonce(seen: SeenNonces, nonce: string, now: number): { seen: SeenNonces; fresh: boolean } {
  const valid = Object.fromEntries(Object.entries(seen).filter(([, at]) => now - at <= rememberMs));
  if (Object.hasOwn(valid, nonce)) return { seen: valid, fresh: false };
  return { seen: { ...valid, [nonce]: now }, fresh: true };
}

/** The timestamp of a signed request is near enough to ours. */
export function isTimely(timestamp: number, now: number): boolean {
  return Number.isFinite(timestamp) && Math.abs(now - timestamp) <= signatureWindowSeconds * 1_000;
}
