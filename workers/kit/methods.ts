/** Which methods a path has: what a request with another one is told (RFC 9110, 15.5.6). */

import { err, type Fault } from "../../contracts/result.ts";

/** A route as Hono lists it: `/api/v1/niches/:id`, with a pattern where it has one: `:number{[0-9]+}`. */
interface Listed {
  method: string;
  path: string;
}

/** Middleware is listed under no method of its own. */
const ofAll = "ALL";

/** Methods of the routes at `path`, sorted, with HEAD where there is GET; none where no route is. */
export function methodsAt(routes: readonly Listed[], path: string): string[] {
  const segments = path.split("/");
  const found = routes.filter((route) => route.method !== ofAll && matches(route.path.split("/"), segments)).map(({ method }) => method);
  const all = new Set(found);
  if (all.has("GET")) all.add("HEAD");
  return [...all].toSorted();
}

/** The refusal of `method` where there are `methods`; `Allow` has to name them too. */
export function otherMethod(method: string, methods: readonly string[]): Fault {
  return err("method_not_allowed", `${method} is not done here. There are: ${methods.join(", ")}.`).error;
}

function matches(pattern: readonly string[], segments: readonly string[]): boolean {
  return pattern.length === segments.length && pattern.every((part, index) => fits(part, segments[index] ?? ""));
}

function fits(part: string, segment: string): boolean {
  if (!part.startsWith(":")) return part === segment;
  const own = /\{(.+)\}$/.exec(part)?.[1];
  return segment !== "" && (own === undefined || new RegExp(`^(?:${own})$`).test(segment));
}
