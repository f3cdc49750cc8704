/** What the door answers by itself: how it and the services are, what a plan allows, and that there is nothing at a path. */
import { err, ok } from "../../contracts/result.ts";
import type { DoorHealth } from "../../contracts/services/gateway.ts";
import { otherMethod } from "../kit/methods.ts";
import { admittedHere, here } from "./admission.ts";
import { reach, refuse, type GatewayContext } from "./context.ts";
import { corsOf } from "./cors.ts";
import type { GatewayEnv } from "./environment.ts";
import { healthOf } from "./health.ts";
import { limitsOf } from "./limits/allowed.ts";
import { admitAddress, loadTaken, settingsOf, withinLoad } from "./limits/door.ts";
import { ownPaths } from "./own-contract.ts";
import { serviceStatuses } from "./services.ts";

const own: ReadonlySet<string> = new Set(Object.values(ownPaths));

/** How this isolate is; asks nobody. */
export function healthAnswer(c: GatewayContext): Response {
  return c.json(healthHere(c.env));
}

function healthHere(env: GatewayEnv): DoorHealth {
  const problems = [settingsOf(env).problem, corsOf(env).problem].filter((problem) => problem !== undefined);
  return healthOf({ leftAlone: reach.leftAlone(), problems, load: loadTaken() });
}

export async function servicesAnswer(c: GatewayContext): Promise<Response> {
  const items = await withinLoad(c.env, c.req.method, here, async () => {
    const principal = await admittedHere(c);
    return principal.ok ? ok(await serviceStatuses(c.env, healthHere(c.env))) : principal;
  });
  return items.ok ? c.json({ items: items.value }) : refuse(c, items.error);
}

export async function limitsAnswer(c: GatewayContext): Promise<Response> {
  const principal = await withinLoad(c.env, c.req.method, here, () => admittedHere(c));
  return principal.ok ? c.json(limitsOf(settingsOf(c.env).settings, principal.value, c.var.drawn)) : refuse(c, principal.error);
}

/** A path that nobody owns, or another method of what the door answers by itself, which is read only. */
export async function nothingHere(c: GatewayContext): Promise<Response> {
  const ofAddress = await admitAddress(c.env, reach, c.req.raw.headers, here, c.var.drawn);
  if (!ofAddress.ok) return refuse(c, ofAddress.error);
  if (!own.has(c.req.path)) return refuse(c, err("not_found", `There is nothing at ${c.req.path}.`).error);
  const methods = ["GET", "HEAD"];
  const refused = refuse(c, otherMethod(c.req.method, methods));
  refused.headers.set("allow", methods.join(", "));
  return refused;
}
