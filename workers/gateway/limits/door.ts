/** The limits as the door keeps them: one limiter and one load in each isolate. */
import type { Principal } from "../../../contracts/principal.ts";
import { ok, type Result } from "../../../contracts/result.ts";
import { log } from "../../kit/log.ts";
import type { GatewayEnv } from "../environment.ts";
import type { Reach } from "../reach.ts";
import type { Route } from "../routes.ts";
import { limited } from "./fields.ts";
import { HashingRoom } from "./hashing.ts";
import { Limiter, type Allowance, type Ask } from "./limiter.ts";
import { Load, type Weight } from "./load.ts";
import { clientOf, policiesOfAddress, policiesOfPrincipal, type Policy } from "./policies.ts";
import { defaults, limitSettings, type LimitSettings } from "./settings.ts";

const defaultMost = 1_000;
/** A level that is not said by then limits nobody. */
const levelWithinMs = 1_000;

const limiter = new Limiter(Date.now);
const hashing = new HashingRoom();
let load: Load | undefined;
let read: { text: string; settings: LimitSettings; problem?: string } = { text: "", settings: defaults };

/** What holds in this installation. Settings that cannot be read leave the defaults in force, are logged, and are what `problem` says. */
export function settingsOf({ RATE_LIMITS: text = "" }: Pick<GatewayEnv, "RATE_LIMITS">): { settings: LimitSettings; problem?: string } {
  if (text === read.text) return read;
  const parsed = text === "" ? ok(defaults) : limitSettings(text);
  if (parsed.ok) read = { text, settings: parsed.value };
  else {
    read = { text, settings: defaults, problem: `RATE_LIMITS cannot be read: ${parsed.error.detail}` };
    log("error", { message: read.problem });
  }
  return read;
}

/** What one request has drawn from so far; the answer's headers say it. */
export type Drawn = Allowance[];

/** Draws what concerns the client's address, before anything is looked up for it. `rate_limited` when there is nothing left. */
export function admitAddress(
  env: GatewayEnv,
  reach: Reach,
  headers: Headers,
  route: Pick<Route, "open" | "service">,
  drawn: Drawn,
): Promise<Result<void>> {
  return admit(env, reach, policiesOfAddress(settingsOf(env).settings, headers, route.open && route.service === "auth"), drawn);
}

/** Draws what concerns the caller. */
export function admitPrincipal(env: GatewayEnv, reach: Reach, principal: Principal, drawn: Drawn): Promise<Result<void>> {
  return admit(env, reach, policiesOfPrincipal(settingsOf(env).settings, principal), drawn);
}

async function admit(env: GatewayEnv, reach: Reach, policies: readonly Policy[], drawn: Drawn): Promise<Result<void>> {
  const ask: Ask = async (actor, wishes) => {
    const leased = await reach.call("rate-limit", levelWithinMs, async () => env.RATE_LIMIT.getByName(actor).lease(wishes));
    if (!leased.ok) throw new Error(leased.error.detail);
    return leased.value;
  };
  const { refused, allowances } = await limiter.admit(policies, ask);
  drawn.push(...allowances);
  return refused ? limited(refused) : ok(undefined);
}

/** What of a route decides when it is refused. */
type Weighed = Pick<Route, "service" | "open" | "upload" | "faults">;

/**
 * Does `work` if there is room for it now; `overloaded` otherwise. All that a request waits for belongs to it, who calls and what they are allowed
 * included; its end is the beginning of the answer.
 */
export async function withinLoad<T>(env: GatewayEnv, method: string, route: Weighed, work: () => Promise<Result<T>>): Promise<Result<T>> {
  load ??= new Load(mostOf(env));
  const refused = load.enter(weightOf(method, route), route.service);
  if (refused) return refused;
  try {
    return await work();
  } finally {
    load.leave(route.service);
  }
}

/** Does `work` if a password may be hashed for it, or none has to be; `overloaded` when too many wait for that. For requests that are admitted already. */
export async function withinHashing<T>(
  route: Pick<Route, "hashes" | "open">,
  headers: Headers,
  work: () => Promise<Result<T>>,
): Promise<Result<T>> {
  if (!route.hashes) return work();
  const place = { stranger: route.open, address: clientOf(headers) };
  const refused = hashing.enter(place);
  if (refused) return refused;
  try {
    return await work();
  } finally {
    hashing.leave(place);
  }
}

/** Part of this isolate's room that is taken, 0 to 1. */
export function loadTaken(): number {
  return load?.taken ?? 0;
}

function weightOf(method: string, route: Weighed): Weight {
  if (route.open && route.service === "auth") return "sign-in";
  if (route.upload || route.faults === "openai") return "heavy";
  return method === "GET" || method === "HEAD" ? "read" : "change";
}

function mostOf({ MAX_IN_FLIGHT: text }: Pick<GatewayEnv, "MAX_IN_FLIGHT">): number {
  const most = Number(text ?? defaultMost);
  return Number.isInteger(most) && most > 0 ? most : defaultMost;
}
