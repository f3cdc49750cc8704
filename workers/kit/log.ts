/**
 * Lines of the log: one JSON object each, with the request that it is about. A line needs not be told which: whatever runs within `traced` knows.
 * What runs by itself (alarms, the queue, crons) is about none.
 */
import { AsyncLocalStorage } from "node:async_hooks";

/** As the door names a request. */
export interface Traced {
  requestId: string;
  traceparent: string;
}

const here = new AsyncLocalStorage<Traced>();

/** Does `work`; lines that it logs, also after it has answered, name the request. */
export function traced<T>(request: Traced, work: () => T): T {
  return here.run(request, work);
}

/** The request as its headers name it, which the door writes; undefined without them. */
export function tracedBy(headers: Headers): Traced | undefined {
  const requestId = headers.get("x-request-id");
  const traceparent = headers.get("traceparent");
  return requestId === null || traceparent === null ? undefined : { requestId, traceparent };
}

/** A line of the log. `fields` hold no text of evidence, no credential and no e-mail address. */
export function log(level: "error" | "warn", fields: Readonly<Record<string, unknown>>): void {
  console[level](JSON.stringify({ level, ...here.getStore(), ...fields }));
}

/** What was thrown, what from, and where. Of a query that failed without its parameters, which hold what people wrote. */
export function thrown(what: unknown): { message: string; cause?: string; stack?: string | undefined } {
  if (!(what instanceof Error)) return { message: String(what) };
  const { message, cause, stack } = what;
  const [told = ""] = message.split("\nparams: ");
  const from = cause === undefined ? {} : { cause: cause instanceof Error ? cause.message : String(cause) };
  return { message: told, ...from, stack: stack?.replace(message, told) };
}
