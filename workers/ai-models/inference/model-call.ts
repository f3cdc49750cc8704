/** What every kind of inference does: who may, which version, and the way to a node. */
import { drizzle } from "drizzle-orm/d1";
import { systemSources } from "../../../contracts/ids.ts";
import type { ModelTask } from "../../../contracts/node-protocol.ts";
import type { Principal } from "../../../contracts/principal.ts";
import { err, ok, type Result } from "../../../contracts/result.ts";
import { Dispatched } from "../domain/dispatched.ts";
import type { Work } from "../domain/node-call.ts";
import type { KnownVersion } from "../domain/registering.ts";
import type { AiModelsEnv } from "../env.ts";
import { observeAttempt, observeCall } from "../monitor/observation.ts";
import { nodeKeys } from "../nodes/keys.ts";
import { nodePool } from "../pool.ts";
import { resolveModel } from "../registry/resolving.ts";
import { byAddress } from "../transport/carrier.ts";
import { ObservedTransport } from "../transport/observed-transport.ts";
import { SignedTransport } from "../transport/signed-transport.ts";
import { route, type Routed } from "./router.ts";

/** How long a caller waits who names no deadline. */
const defaultPatienceMs = 120_000;
/** What this isolate has under way. Reports of the nodes cover the rest. */
const dispatched = new Dispatched();

/** The version that `reference` means. `not_found` when there is none, `invalid_input` when it does none of `tasks`. */
export async function versionFor(env: AiModelsEnv, reference: string, tasks: readonly ModelTask[]): Promise<Result<KnownVersion>> {
  const version = await resolveModel(drizzle(env.AI_MODELS_DB), reference);
  if (!version.ok || tasks.includes(version.value.task)) return version;
  const message = `${reference} is for ${version.value.task}, not for ${tasks.join(" or ")}`;
  return err("invalid_input", `\`model\`: ${message}.`, { fields: [{ path: "model", message }] });
}

/** Has a node do the work for the principal, and the monitor told what came of it. Faults as in `route`. */
export async function callModel(
  env: AiModelsEnv,
  principal: Principal,
  version: KnownVersion,
  work: Work,
  deadline: number | undefined,
): Promise<Result<Routed>> {
  const { name, version: digest, dimensions } = version;
  const begun = Date.now();
  const parts = {
    pool: nodePool(env.NODE_POOL),
    transport: new ObservedTransport(new SignedTransport(systemSources, byAddress(env.NODE_LINK)), (node, observed) =>
      observeAttempt(env, node, observed),
    ),
    keyOf: nodeKeys(drizzle(env.AI_MODELS_DB)),
    dispatched,
    now: Date.now,
    random: Math.random,
  };
  // A ranking by vectors brings one number a document, whatever the size of the vectors.
  const width = work.kind === "rerank" ? 1 : dimensions;
  const routed = await route(parts, { version: { name, version: digest }, work, width, deadline: deadline ?? begun + defaultPatienceMs });
  const took = { model: name, version: digest, latencyMs: Date.now() - begun };
  if (!routed.ok) {
    observeCall(env, principal, { ...took, tokens: 0, error: routed.error.code });
    return routed;
  }
  const { queueMs, ...value } = routed.value;
  observeCall(env, principal, { ...took, tokens: value.tokens, ...(queueMs === undefined ? {} : { queueMs }) });
  return ok(value);
}
