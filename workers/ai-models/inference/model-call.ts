/** What every kind of inference does: who may, which version, and the way to a node; and to another version when that one cannot answer. */
import { waitUntil } from "cloudflare:workers";
import { drizzle } from "drizzle-orm/d1";
import type { FallbackStrategy } from "../../../contracts/model-fallback.ts";
import { systemSources } from "../../../contracts/ids.ts";
import type { ModelTask, Priority } from "../../../contracts/node-protocol.ts";
import type { Principal } from "../../../contracts/principal.ts";
import { err, ok, type Result } from "../../../contracts/result.ts";
import { writeModelReference } from "../domain/model-reference.ts";
import type { Work } from "../domain/node-call.ts";
import type { KnownVersion } from "../domain/registering.ts";
import type { AiModelsEnv } from "../env.ts";
import { observeAttempt, observeCall } from "../monitor/observation.ts";
import { nodeKeys } from "../nodes/keys.ts";
import { nodePool } from "../pool.ts";
import { keptReferences } from "../registry/kept-references.ts";
import { resolveFor, type Resolved } from "../registry/resolving.ts";
import { byAddress } from "../transport/carrier.ts";
import { ObservedTransport } from "../transport/observed-transport.ts";
import { SignedTransport } from "../transport/signed-transport.ts";
import type { Routed } from "./router-parts.ts";
import { answers, flights, keyOf, shared, wait } from "./shared.ts";
import { spread } from "./spread.ts";
import { standInFor } from "./stand-in.ts";

/** How long a caller waits who names no deadline. */
const defaultPatienceMs = 120_000;

export interface ModelCall {
  /** What the caller asked for, as resolved for its organisation. */
  target: Resolved;
  work: Work;
  priority: Priority;
  /** Epoch milliseconds. */
  deadline: number | undefined;
  /** Computed now, whatever was computed before or is under way. */
  fresh: boolean;
  /** The trace that the call belongs to. */
  traceparent: string | undefined;
  /** Aborted when the caller has gone. */
  signal: AbortSignal | undefined;
}

/** The rows, and the version that computed them. */
export type Called = Routed & { version: KnownVersion; cached: boolean };

/** What `reference` means to the principal. `not_found` when there is none, `invalid_input` when it does none of `tasks`. */
export async function targetFor(
  env: AiModelsEnv,
  { organisation }: Principal,
  reference: string,
  tasks: readonly ModelTask[],
): Promise<Result<Resolved>> {
  const target = await keptReferences.resolved(reference, organisation, () =>
    resolveFor(drizzle(env.AI_MODELS_DB), reference, organisation),
  );
  if (!target.ok || tasks.includes(target.value.version.task)) return target;
  const message = `${reference} is for ${target.value.version.task}, not for ${tasks.join(" or ")}`;
  return err("invalid_input", `\`model\`: ${message}.`, { fields: [{ path: "model", message }] });
}

/**
 * Has a node do the work for the principal, and the monitor told what came of it. When the version cannot answer, the fallback policy of its alias
 * says which is asked next, never one twice; what is isolated, or asks for one version by its name, gets that one or nothing. The fault is that of
 * the version that was asked for. Faults as in `route`.
 */
export async function callModel(env: AiModelsEnv, principal: Principal, call: ModelCall): Promise<Result<Called>> {
  const { target, work, signal } = call;
  const deadline = call.deadline ?? Date.now() + defaultPatienceMs;
  const policy = work.isolated ? null : target.fallback;
  const asked: KnownVersion[] = [target.version];
  let [version, strategy]: [KnownVersion, FallbackStrategy | undefined] = [target.version, undefined];
  let first: Result<Called> | undefined;
  for (;;) {
    const next = policy === null ? undefined : await standInFor(env, policy, asked);
    const called = await callVersion(env, principal, { ...call, version, deadline, strategy, hasStandIn: next !== undefined });
    if (called.ok) return called;
    first ??= called;
    if (!next || !isWorthAnother(called.error.code) || signal?.aborted || Date.now() >= deadline) return first;
    ({ version, strategy } = next);
    asked.push(version);
  }
}

/** What is wrong in itself is wrong everywhere. */
function isWorthAnother(code: string): boolean {
  return code === "unavailable" || code === "overloaded" || code === "deadline_exceeded";
}

interface VersionCall extends ModelCall {
  version: KnownVersion;
  deadline: number;
  strategy: FallbackStrategy | undefined;
  hasStandIn: boolean;
}

/** One version: from the cache, together with an equal call that is under way, or by a node. */
async function callVersion(env: AiModelsEnv, principal: Principal, call: VersionCall): Promise<Result<Called>> {
  const { version, strategy } = call;
  const begun = Date.now();
  const { routed, cacheHit } = await answer(env, principal, call);
  const took = {
    model: version.name,
    version: version.version,
    latencyMs: Date.now() - begun,
    ...(strategy ? { fallback: strategy } : {}),
  };
  if (!routed.ok) {
    observeCall(env, principal, { ...took, tokens: 0, error: routed.error.code });
    return routed;
  }
  const {
    times: { queueMs },
    hedged,
    tokens,
  } = routed.value;
  // What no node read for this call is nobody's use of a node.
  const spent = cacheHit
    ? { tokens: 0, cacheHit }
    : { tokens, ...(hedged ? { hedged } : {}), ...(queueMs === undefined ? {} : { queueMs }) };
  observeCall(env, principal, { ...took, ...spent });
  return ok({ ...routed.value, version, cached: cacheHit });
}

async function answer(env: AiModelsEnv, principal: Principal, call: VersionCall): Promise<{ routed: Result<Routed>; cacheHit: boolean }> {
  const { version, work, priority, deadline, signal } = call;
  if (call.fresh) return { routed: await ask(env, call, signal), cacheHit: false };
  const key = await keyOf(principal.organisation, version, work);
  const known = answers.get(key, Date.now());
  if (known) return { routed: ok(known), cacheHit: true };
  const { value: routed, followed } = await flights.once(
    // Who is in a hurry does not wait for what may wait.
    `${key} ${priority}`,
    { signal, until: deadline, now: Date.now, wait },
    (stop) => {
      const asked = ask(env, call, stop);
      // Others may wait for it when whoever began it is gone.
      waitUntil(asked.catch(() => undefined));
      return asked;
    },
    // Who ran out of time or went away says nothing about others.
    (result) => result.ok || result.error.code !== "deadline_exceeded",
  );
  if (routed.ok && !followed) {
    const { model, dimensions, nodeId, values, tokens, truncated } = routed.value;
    // Hedges and waits are of the call that was computed, not of the answer.
    answers.put(key, { model, dimensions, nodeId, values, tokens, truncated, times: {} }, values.byteLength, Date.now());
  }
  return { routed, cacheHit: followed };
}

function ask(env: AiModelsEnv, call: VersionCall, signal: AbortSignal | undefined): Promise<Result<Routed>> {
  const { version, work, priority, deadline, traceparent, hasStandIn } = call;
  const { name, version: digest, dimensions } = version;
  const parts = {
    ...shared,
    pool: nodePool(env.NODE_POOL),
    transport: new ObservedTransport(new SignedTransport(systemSources, byAddress(env.NODE_LINK)), (node, observed) =>
      observeAttempt(env, node, observed),
    ),
    keyOf: nodeKeys(drizzle(env.AI_MODELS_DB)),
    now: Date.now,
    random: Math.random,
    wait,
  };
  // A ranking by vectors brings one number a document, whatever the size of the vectors.
  const width = work.kind === "rerank" ? 1 : dimensions;
  return spread(parts, {
    version: { name, version: digest },
    work,
    priority,
    width,
    deadline,
    traceparent,
    hasStandIn,
    ...(signal ? { signal } : {}),
  });
}

/** What every answer says of how it came about. */
export function computedBy({ version, tokens, truncated, nodeId, cached, times }: Called) {
  return { model: writeModelReference(version), tokens, truncated, nodeId, times, ...(cached ? { cached } : {}) };
}
