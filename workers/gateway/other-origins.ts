/** Pages of other origins at the door: the answers to their preflights, and to what they ask with a key. */
import { here } from "./admission.ts";
import { authWithinMs, reach, refuse, type GatewayContext } from "./context.ts";
import { allow, organisationsFor, preflight } from "./cors.ts";
import { admitAddress } from "./limits/door.ts";

/** Whether a page of the origin may come at all; a preflight brings no credential, so any organisation that lets it in is enough. */
export async function preflightAnswer(c: GatewayContext): Promise<Response> {
  const origin = c.req.header("origin") ?? null;
  const admitted = await admitAddress(c.env, reach, c.req.raw.headers, here, c.var.drawn);
  if (!admitted.ok) return refuse(c, admitted.error);
  const lets = await lettingIn(c, origin);
  return new Response(null, { status: 204, headers: preflight(origin, lets.length > 0) });
}

/** Lets the page that asked read an answer with these `headers`, where the organisation whose key it sent lets its origin in. */
export async function letRead(c: GatewayContext, headers: Headers): Promise<void> {
  const [origin, organisation] = [c.req.header("origin"), c.var.programOf];
  if (origin === undefined || organisation === undefined || headers.has("access-control-allow-origin")) return;
  const lets = await lettingIn(c, origin);
  if (lets.includes(organisation)) allow(headers, origin);
}

function lettingIn(c: GatewayContext, origin: string | null): Promise<readonly string[]> {
  return organisationsFor(c.env, origin, Date.now(), (one) =>
    reach.call("auth", authWithinMs, () => c.env.AUTH.organisationsOfOrigin(one)),
  );
}
