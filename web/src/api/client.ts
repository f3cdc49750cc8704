/** The public HTTP API, as the app uses it: answers are parsed with the contracts' schemas, refusals become `ApiProblem`. */
import type * as z from "zod";
import { ApiProblem, problemOf } from "./problem.ts";

export async function get<T>(path: string, schema: z.ZodType<T>, signal?: AbortSignal): Promise<T> {
  return schema.parse(await send("GET", path, undefined, signal));
}

/** `key`: idempotency key; a click that is sent twice is carried out once. */
export async function post<T>(path: string, schema: z.ZodType<T>, body: unknown = {}, key: string = crypto.randomUUID()): Promise<T> {
  return schema.parse(await send("POST", path, { body, key }));
}

export async function put<T>(path: string, schema: z.ZodType<T>, body: unknown, key: string = crypto.randomUUID()): Promise<T> {
  return schema.parse(await send("PUT", path, { body, key }));
}

export async function patch<T>(path: string, schema: z.ZodType<T>, body: unknown, key: string = crypto.randomUUID()): Promise<T> {
  return schema.parse(await send("PATCH", path, { body, key }));
}

export async function remove(path: string): Promise<void> {
  await send("DELETE", path);
}

async function send(method: string, path: string, sent?: { body: unknown; key: string }, signal?: AbortSignal): Promise<unknown> {
  const init: RequestInit = { method, credentials: "same-origin" };
  if (signal) init.signal = signal;
  if (sent) Object.assign(init, { headers: { "content-type": "application/json", "idempotency-key": sent.key }, body: JSON.stringify(sent.body) });
  const answer = await fetch(path, init).catch((cause: unknown) => {
    if (signal?.aborted) throw cause;
    throw new ApiProblem({ code: "unavailable", status: 0, detail: "The server cannot be reached. Is it running?", fields: {} });
  });
  const body: unknown = answer.status === 204 ? undefined : await answer.json().catch(() => undefined);
  if (!answer.ok) throw problemOf(answer.status, body);
  return body;
}
