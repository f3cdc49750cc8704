/** Who is let in: a request is named, checked and given a principal, or refused. */
import type { Principal } from "../../contracts/principal.ts";
import { ok, type Err, type Result } from "../../contracts/result.ts";
import { log } from "../kit/log.ts";
import { checkLength, checkType } from "./body.ts";
import { authWithinMs, reach, type GatewayContext } from "./context.ts";
import { credentialOf, principalOf } from "./credential.ts";
import { KnownKeys } from "./known-keys.ts";
import { admitAddress, admitPrincipal } from "./limits/door.ts";
import type { Route } from "./routes.ts";
import { checkOrigin } from "./same-origin.ts";
import { Standing } from "./standing.ts";

/** What the door answers by itself; it asks auth at most. */
export const here = { service: "auth", open: false, upload: false, faults: "problem" } as const;

/** Of this isolate. */
const knownKeys = new KnownKeys(Date.now);

/** Who calls, of an open route nobody. The checks in order, cheapest first: nothing is read of a request that is refused. */
export async function admit(c: GatewayContext, route: Route): Promise<Result<Principal | undefined>> {
  const { method, url, headers, body } = c.req.raw;
  const checks = [
    () => checkOrigin({ method, url, headers, credential: credentialOf(headers) }),
    () => checkLength(headers, route),
    () => checkType(headers, body !== null && headers.get("content-length") !== "0", route),
  ];
  for (const check of checks) {
    const passed = check();
    if (!passed.ok) return passed;
  }
  const ofAddress = await admitAddress(c.env, reach, headers, route, c.var.drawn);
  if (!ofAddress.ok) return ofAddress;
  return route.open ? ok(undefined) : identified(c);
}

/** The same for what the door answers itself. */
export async function admittedHere(c: GatewayContext): Promise<Result<Principal>> {
  const ofAddress = await admitAddress(c.env, reach, c.req.raw.headers, here, c.var.drawn);
  return ofAddress.ok ? identified(c) : ofAddress;
}

/** Asks auth anew for every key of an organisation: something about its members or keys was just changed. */
export function forgetKeysOf(organisation: string): void {
  knownKeys.forget(organisation);
}

/** Whether the credential of the request still is what it was when `principal` was let in by it. */
export function standingOf(c: GatewayContext, principal: Principal): Standing {
  const credential = credentialOf(c.req.raw.headers);
  const ask = async () => principalOf(credential, c.env.AUTH);
  return new Standing({ principal, ask, now: Date.now, wait: (ms) => scheduler.wait(ms) });
}

/** Who calls, within what they are allowed. */
async function identified(c: GatewayContext): Promise<Result<Principal>> {
  const principal = await asked(c);
  if (!principal.ok) return principal;
  if (["api-key", "service"].includes(principal.value.kind)) c.set("programOf", principal.value.organisation);
  const admitted = await admitPrincipal(c.env, reach, principal.value, c.var.drawn);
  return admitted.ok ? principal : admitted;
}

async function asked(c: GatewayContext): Promise<Result<Principal>> {
  const credential = credentialOf(c.req.raw.headers);
  if (credential.kind === "none") return principalOf(credential, c.env.AUTH);
  const ask = async () => {
    const answer = await reach.call("auth", authWithinMs, () => principalOf(credential, c.env.AUTH));
    return answer.ok ? answer.value : nobody();
  };
  try {
    if (credential.kind !== "key") return await ask();
    return await knownKeys.principal(credential.key, ask, (work) => c.executionCtx.waitUntil(work));
  } catch (cause) {
    log("error", { service: "auth", message: String(cause) });
    return nobody();
  }
}

/** Seconds of `Retry-After` are those until auth is asked again. */
function nobody(): Err {
  const { error } = reach.unreachable("auth");
  return { ok: false, error: { ...error, detail: "Nobody can be signed in right now. Try again." } };
}
