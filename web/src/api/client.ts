/** The public HTTP API, as the app uses it: answers are parsed with the contracts' schemas, refusals become `ApiProblem`. */
import type * as z from "zod";
import { ApiProblem, problemOf, unreachable } from "./problem.ts";

export async function get<T>(path: string, schema: z.ZodType<T>, signal?: AbortSignal): Promise<T> {
  return schema.parse(await send("GET", path, undefined, signal));
}

/** `key`: idempotency key; a click that is sent twice is carried out once. */
export async function post<T>(path: string, schema: z.ZodType<T>, body: unknown = {}, key: string = crypto.randomUUID()): Promise<T> {
  return schema.parse(await send("POST", path, { body, key }));
}

export async function patch<T>(path: string, schema: z.ZodType<T>, body: unknown, key: string = crypto.randomUUID()): Promise<T> {
  return schema.parse(await send("PATCH", path, { body, key }));
}

export async function put<T>(path: string, schema: z.ZodType<T>, body: unknown, key: string = crypto.randomUUID()): Promise<T> {
  return schema.parse(await send("PUT", path, { body, key }));
}

export async function remove<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  return schema.parse(await send("DELETE", path));
}

/** For what answers 204. */
export async function command(path: string, body: unknown = {}): Promise<void> {
  await send("POST", path, { body, key: crypto.randomUUID() });
}

/** Whether a file is there, without fetching it. Any answer but "yes" and "no" is thrown as for everything else. */
export async function isThere(path: string, signal?: AbortSignal): Promise<boolean> {
  try {
    await send("HEAD", path, undefined, signal);
    return true;
  } catch (cause) {
    if (cause instanceof ApiProblem && cause.status === 404) return false;
    throw cause;
  }
}

async function send(method: string, path: string, sent?: { body: unknown; key: string }, signal?: AbortSignal): Promise<unknown> {
  const init: RequestInit = { method, credentials: "same-origin" };
  if (signal) init.signal = signal;
  if (sent) {
    init.headers = { "content-type": "application/json", "idempotency-key": sent.key };
    init.body = JSON.stringify(sent.body);
  }
  const answer = await fetch(path, init).catch((cause: unknown) => {
    if (signal?.aborted === true) throw cause;
    throw unreachable("The server cannot be reached. Look whether it is running and try again.");
  });
  const body: unknown = answer.status === 204 ? undefined : await answer.json().catch(() => undefined);
  if (!answer.ok) throw problemOf(answer.status, body);
  return body;
}
