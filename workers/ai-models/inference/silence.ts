/** A node that holds a call and reports no more: it may hang with its connections open, so nobody can tell it from a slow one by waiting. */
import { staleAfterMs } from "../domain/choice.ts";
import { heartbeatMs, type Candidate } from "../domain/pooled-node.ts";
import type { RouterParts } from "./router-parts.ts";

/**
 * Resolves when the node has not reported for five seconds while another one has, or has joined anew or left, so that what it was asked may be lost;
 * also, without meaning, when `over` is aborted. When nobody reports it is the edge that does not hear: then nothing is said of the node.
 * The pool is asked only once the last known report is that old, so a quick call costs nothing.
 */
export async function untilSilent(parts: Pick<RouterParts, "pool" | "now" | "wait">, node: Candidate, over: AbortSignal): Promise<void> {
  for (let heard = node.lastHeartbeat; ;) {
    await parts.wait(Math.max(heard + staleAfterMs - parts.now(), heartbeatMs / 2), over);
    if (over.aborted) return;
    const known = await parts.pool.list().catch(() => undefined);
    if (known === undefined) continue;
    const seen = known[node.id];
    if (seen?.epoch !== node.epoch) return;
    const isStale = ({ lastHeartbeat }: { lastHeartbeat: number }) => parts.now() - lastHeartbeat >= staleAfterMs;
    if (isStale(seen) && Object.values(known).some((other) => !isStale(other))) return;
    heard = seen.lastHeartbeat;
  }
}
