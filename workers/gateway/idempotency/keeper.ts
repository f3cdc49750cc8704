/** The actor of an organisation that knows its keys, asked with patience that ends. */
import type { Begun, Idempotency, KeyedRequest } from "../../../durable-objects/idempotency/actor.ts";
import { ok, type Result } from "../../../contracts/result.ts";
import { log } from "../../kit/log.ts";
import type { Reach } from "../reach.ts";
import type { Keeper } from "./once.ts";

type Stub = Pick<DurableObjectStub<Idempotency>, "begin" | "keep" | "hold" | "drop">;

/** It answers in milliseconds, or not. */
const withinMs = 5_000;

/**
 * `begin` that fails is `unavailable`: nobody knows whether the request was carried out, so it is not. A turn that is given after that is
 * given back. The others throw.
 */
export function keeperOf(actor: Stub, reach: Reach): Keeper {
  // Whatever else has failed, what was done is noted: without that its repetition would be carried out. Each can be said twice.
  const note = async (work: () => Promise<void>) => {
    try {
      await reach.within(withinMs, work);
    } catch {
      await reach.within(withinMs, work);
    }
  };
  return {
    begin: (request) => begin(actor, reach, request),
    keep: (request, turn, answer) => note(() => actor.keep(request, turn, answer)),
    hold: (request, turn, afterwards) => note(() => actor.hold(request, turn, afterwards)),
    drop: (id, turn) => note(() => actor.drop(id, turn)),
  };
}

async function begin(actor: Stub, reach: Reach, request: KeyedRequest): Promise<Result<Begun>> {
  const giveBack = async (pending: Promise<Begun>) => {
    const begun = await pending;
    if (begun.state === "new") await actor.drop(request.id, begun.turn);
  };
  const late = (pending: Promise<Begun>) => void giveBack(pending).catch(() => undefined);
  try {
    const begun = await reach.call<Begun>("idempotency", withinMs, async () => actor.begin(request), { late });
    return begun.ok ? ok(begun.value) : reach.unreachable("idempotency");
  } catch (cause) {
    log("error", { part: "idempotency", message: String(cause) });
    return reach.unreachable("idempotency");
  }
}
