/** What every part of the door has of a request, and how it refuses one. */
import type { Context } from "hono";
import type { Fault } from "../../contracts/result.ts";
import type { GatewayEnv } from "./environment.ts";
import type { Drawn } from "./limits/door.ts";
import { Reach } from "./reach.ts";
import { refusal } from "./refusal.ts";
import type { Route } from "./routes.ts";
import type { Trace } from "./trace.ts";

export interface Door {
  Bindings: GatewayEnv;
  /** `programOf`: the organisation whose key came with the request. */
  Variables: { trace: Trace; drawn: Drawn; programOf?: string };
}
export type GatewayContext = Context<Door>;

/** Of this isolate. */
export const reach = new Reach({ now: Date.now, wait: (ms, signal) => scheduler.wait(ms, { signal }) });

/** How long the auth service is waited for where the door itself asks it. */
export const authWithinMs = 5_000;

export function refuse(c: GatewayContext, fault: Fault, route?: Route): Response {
  return refusal(fault, c.req.path, route?.faults);
}
