/** In which order all operations can be carried out on one organisation, and waiting for what stands in the way. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Operation } from "./operations.ts";
import type { Heard } from "./wire.ts";

/**
 * Last of all what ends something, and what ends much after what ends little. A dead effect is sent on its way before it is changed to what it cannot be, and a
 * webhook is tried before it is switched off.
 */
const late = ["changeWebhook", "redriveEffect", "editEffect", "discardEffect", "resumeRun", "cancelRun"];

/** Where the organisation asks for a second factor, whoever has none may do nothing. */
const last = "removePasskey";

export function inOrder(operations: readonly Operation[]): Operation[] {
  const rank = ({ id, method, path }: Operation) => (id === last ? 2_000 : method === "DELETE" ? 1_000 - path.length : late.indexOf(id));
  return operations.toSorted((a, b) => rank(a) - rank(b));
}

/** What else is done with a thing at this moment is done soon. */
const patienceMs = 20_000;

/** The answer, asked for again while it is 409. */
export async function patiently(send: () => Promise<Heard>): Promise<Heard> {
  const until = Date.now() + patienceMs;
  let heard = await send();
  while (heard.status === 409 && Date.now() < until) {
    await sleep(200);
    heard = await send();
  }
  return heard;
}
