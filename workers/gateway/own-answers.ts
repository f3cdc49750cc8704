/** What the door answers by itself: how it and the services are, and that there is nothing at a path. */
import { err, ok } from "../../contracts/result.ts";
import { otherMethod } from "../kit/methods.ts";
import { admittedHere, here } from "./admission.ts";
import { reach, refuse, type GatewayContext } from "./context.ts";
import { corsOf } from "./cors.ts";
import { healthOf } from "./health.ts";
import { admitAddress, loadTaken, settingsOf, withinLoad } from "./limits/door.ts";
import { serviceStatuses } from "./services.ts";

const ownPaths = new Set(["/api/v1/health", "/api/v1/openapi.json", "/api/v1/services"]);

/** How this isolate is; asks nobody. */
export function healthAnswer(c: GatewayContext): Response {
  const problems = [settingsOf(c.env).problem, corsOf(c.env).problem].filter((problem) => problem !== undefined);
  return c.json(healthOf({ leftAlone: reach.leftAlone(), problems, load: loadTaken() }));
}

export async function servicesAnswer(c: GatewayContext): Promise<Response> {
  const items = await withinLoad(c.env, c.req.method, here, async () => {
    const principal = await admittedHere(c);
    return principal.ok ? ok(await serviceStatuses(c.env, reach.leftAlone())) : principal;
  });
  return items.ok ? c.json({ items: items.value }) : refuse(c, items.error);
}

/** A path that nobody owns, or another method of what the door answers by itself, which is read only. */
export async function nothingHere(c: GatewayContext): Promise<Response> {
  const ofAddress = await admitAddress(c.env, reach, c.req.raw.headers, here, c.var.drawn);
  if (!ofAddress.ok) return refuse(c, ofAddress.error);
  if (!ownPaths.has(c.req.path)) return refuse(c, err("not_found", `There is nothing at ${c.req.path}.`).error);
  const methods = ["GET", "HEAD"];
  const refused = refuse(c, otherMethod(c.req.method, methods));
  refused.headers.set("allow", methods.join(", "));
  return refused;
}
