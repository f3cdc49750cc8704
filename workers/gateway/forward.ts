/** Handing a request to the service that owns it, and its answer back. */
import type { Result } from "../../contracts/result.ts";
import { log } from "../kit/log.ts";
import { metered, tooLarge } from "./body.ts";
import type { ServiceBinding } from "./environment.ts";
import type { Reach } from "./reach.ts";
import type { Route } from "./routes.ts";

/** A request on its way to its service. */
export interface Forwarded {
  request: Request;
  headers: Headers;
  route: Route;
  /** Its body, where it was read already. */
  body?: ArrayBuffer;
}

/** What is told of a request whose outcome nobody knows. */
export interface Uncertain {
  /** It is waited for no longer; the service may still answer. */
  late(pending: Promise<Response>): void;
  /** The service fell over while it had the request. */
  lost(): void;
}

/** What the service knows to be wrong it says with another status: this one is an accident. */
export const isAccident = ({ status }: Response): boolean => status === 500;

/**
 * The service's answer as it is, sockets and streams included. A service that throws is `unavailable`: what it knows to be
 * wrong it says in an answer. One that has not begun to answer in the route's time is `deadline_exceeded`.
 */
export async function forward(
  reach: Reach,
  service: ServiceBinding,
  { request, headers, route, body }: Forwarded,
  uncertain?: Uncertain,
): Promise<Result<Response>> {
  // A stated length is kept by the HTTP parser itself; only a body without one has to be counted here.
  const uncounted = body === undefined && request.body !== null && !request.headers.has("content-length");
  const meter = uncounted && request.body ? metered(request.body, route.maxBody) : undefined;
  const read = body === undefined || request.body === null ? {} : { body };
  try {
    const sent = new Request(request, { headers, redirect: "manual", ...read, ...(meter ? { body: meter.body } : {}) });
    const watch = { isFailure: isAccident, ...(uncertain ? { late: uncertain.late } : {}) };
    const send = async () => {
      try {
        return await service.fetch(sent);
      } catch (cause) {
        // What the caller did is no failure of the service.
        if (meter?.exceeded()) return new Response(null, { status: 413 });
        throw cause;
      }
    };
    const response = await reach.call(route.service, route.withinMs, send, watch);
    return meter?.exceeded() ? tooLarge(route.maxBody) : response;
  } catch (cause) {
    log("error", { service: route.service, message: String(cause) });
    uncertain?.lost();
    return reach.unreachable(route.service);
  }
}
