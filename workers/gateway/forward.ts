/** Handing a request to the service that owns it, and its answer back. */
import { err, ok, type Result } from "../../contracts/result.ts";
import { metered, tooLarge } from "./body.ts";
import type { ServiceBinding } from "./environment.ts";
import type { Route } from "./routes.ts";

/**
 * The service's answer as it is, sockets and streams included. A service that throws is `unavailable`: what it knows to be
 * wrong it says in an answer.
 */
export async function forward(service: ServiceBinding, request: Request, headers: Headers, route: Route): Promise<Result<Response>> {
  // A stated length is kept by the HTTP parser itself; only a body without one has to be counted here.
  const meter = request.body !== null && !request.headers.has("content-length") ? metered(request.body, route.maxBody) : undefined;
  try {
    const response = await service.fetch(new Request(request, { headers, redirect: "manual", ...(meter ? { body: meter.body } : {}) }));
    return meter?.exceeded() ? tooLarge(route.maxBody) : ok(response);
  } catch (cause) {
    if (meter?.exceeded()) return tooLarge(route.maxBody);
    console.error(
      JSON.stringify({ level: "error", service: route.service, requestId: headers.get("x-request-id"), message: String(cause) }),
    );
    return err("unavailable", `The ${route.service} service cannot be reached now. Try again.`, { retryAfter: 1 });
  }
}
