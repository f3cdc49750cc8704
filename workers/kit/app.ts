/** The Hono app that every service's `routes.ts` starts from: principal, problem details, validation answers. */
import { OpenAPIHono } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import { authorize, principalHeader, actingPrincipalSchema, type Principal, type Scope } from "../../contracts/principal.ts";
import { err } from "../../contracts/result.ts";
import { faultOfErasure } from "./erasure.ts";
import { log, thrown } from "./log.ts";
import { methodsAt, otherMethod } from "./methods.ts";
import { problem } from "./problem.ts";

/** What routes find in their context: the caller, and the service's own bindings. */
export interface ServiceContext<Env extends object> {
  Bindings: Env;
  Variables: { principal: Principal };
}

/** An app whose every route has a principal; requests without one are answered 401. */
export function serviceApp<Env extends object>(): OpenAPIHono<ServiceContext<Env>> {
  const app = publicApp<Env>();
  app.use("*", requirePrincipal);
  return app;
}

/** The same without the demand for a principal, for the few routes that come before one (sign-in, joining nodes). */
export function publicApp<Env extends object>(): OpenAPIHono<ServiceContext<Env>> {
  const app = new OpenAPIHono<ServiceContext<Env>>({
    defaultHook: (parsed, c) => {
      if (parsed.success) return;
      const fields = parsed.error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message }));
      const first = fields[0];
      return problem(
        c,
        err("invalid_input", first ? `\`${first.path}\`: ${first.message}` : "The request is not valid.", { fields }).error,
      );
    },
  });
  app.notFound((c) => {
    const { pathname } = new URL(c.req.url);
    const methods = methodsAt(app.routes, pathname);
    if (methods.length === 0) return problem(c, err("not_found", `There is nothing at ${pathname}.`).error);
    return problem(c, otherMethod(c.req.method, methods), { allow: methods.join(", ") });
  });
  app.onError((cause, c) => {
    if (cause instanceof SyntaxError || ("status" in cause && cause.status === 400)) {
      return problem(c, err("invalid_input", "The body is not valid JSON.").error);
    }
    const erasure = faultOfErasure(cause);
    if (erasure) return problem(c, erasure.error);
    log("error", { path: new URL(c.req.url).pathname, ...thrown(cause) });
    return problem(c, err("internal", "Something broke on our side; the same request can be sent again.").error);
  });
  return app;
}

const requirePrincipal: MiddlewareHandler<ServiceContext<object>> = async (c, next) => {
  const principal = readPrincipal(c.req.header(principalHeader));
  if (!principal) return problem(c, err("unauthenticated", "Sign in or send an API key.").error);
  c.set("principal", principal);
  await next();
};

/** For a route whose query is checked before its handler runs: who lacks `scope` is refused first, and learns nothing of what the query must be. */
export function needs(scope: Scope): MiddlewareHandler<ServiceContext<object>> {
  return async (c, next) => {
    const allowed = authorize(c.var.principal, scope);
    if (!allowed.ok) return problem(c, allowed.error);
    return next();
  };
}

function readPrincipal(header: string | undefined): Principal | undefined {
  if (header === undefined) return undefined;
  try {
    return actingPrincipalSchema.safeParse(JSON.parse(header)).data;
  } catch {
    return undefined;
  }
}

/** The key under which a route's command is recorded: the caller's `Idempotency-Key`, else a fresh one. */
export function commandIdOf(header: string | undefined): string {
  return header !== undefined && header.length > 0 && header.length <= 200 ? header : crypto.randomUUID();
}
