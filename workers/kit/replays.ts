/**
 * Repetitions that a service answers by itself: what recorded a command says that it did before, and the answer of the request is marked
 * `Idempotency-Replayed: true` (docs/reference/gateway.md), as those are that the door keeps.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { replayedHeader } from "../../contracts/idempotency.ts";

const here = new AsyncLocalStorage<{ key: string; isReplay: boolean }>();

/** The answer, marked when the command of the request's idempotency key was carried out before. Refusals are not: they are decided each time. */
export async function marked(request: Request, answer: () => Response | Promise<Response>): Promise<Response> {
  const key = request.headers.get("idempotency-key");
  if (key === null) return answer();
  const about = { key, isReplay: false };
  const told = await here.run(about, answer);
  if (!about.isReplay || !told.ok) return told;
  const again = new Response(told.body, told);
  again.headers.set(replayedHeader, "true");
  return again;
}

/** The command was carried out before: what is answered now was answered then. */
export function noteReplay(commandId: string): void {
  const about = here.getStore();
  if (about?.key === commandId) about.isReplay = true;
}

/** `result` of a command that an actor records: its receipt (`contracts/actor.ts`), or a result that says the same of itself. */
export function noted<Given>(commandId: string, result: Given): Given {
  const { replayed, value } = result as { replayed?: unknown; value?: { replayed?: unknown } | null };
  if (replayed === true || value?.replayed === true) noteReplay(commandId);
  return result;
}
