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

/** As `patch`, of a thing that must still be at `version`: refused with 412 when somebody else has changed it since. */
export async function patchVersion<T>(path: string, schema: z.ZodType<T>, body: unknown, version: number): Promise<T> {
  return schema.parse(await send("PATCH", path, { body, key: crypto.randomUUID(), ifMatch: `"v${version}"` }));
}

/** As `put`, of a thing that must still be at `version`. */
export async function putVersion<T>(path: string, schema: z.ZodType<T>, body: unknown, version: number): Promise<T> {
  return schema.parse(await send("PUT", path, { body, key: crypto.randomUUID(), ifMatch: `"v${version}"` }));
}

export async function put<T>(path: string, schema: z.ZodType<T>, body: unknown, key: string = crypto.randomUUID()): Promise<T> {
  return schema.parse(await send("PUT", path, { body, key }));
}

export async function remove<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  return schema.parse(await send("DELETE", path));
}

/** For whoever says idempotency key and entity tag themselves. */
export async function change<T>(
  method: "POST" | "PUT",
  path: string,
  schema: z.ZodType<T>,
  body: unknown,
  sent: Omit<Sent, "body">,
): Promise<T> {
  return schema.parse(await send(method, path, { body, ...sent }));
}

/** For what answers 204. */
export async function command(path: string, body: unknown = {}): Promise<void> {
  await send("POST", path, { body, key: crypto.randomUUID() });
}

/** Whether a file is there, without reading it; the answer to HEAD would not say why it is refused. Any answer but "yes" and "no" is thrown as for everything else. */
export async function isThere(path: string, signal?: AbortSignal): Promise<boolean> {
  try {
    await (await answered("GET", path, undefined, signal)).body?.cancel();
    return true;
  } catch (cause) {
    if (cause instanceof ApiProblem && cause.status === 404) return false;
    throw cause;
  }
}

/** The API under another credential than the session of whoever is signed in. */
export interface KeyedApi {
  get: <T>(path: string, schema: z.ZodType<T>, signal?: AbortSignal) => Promise<T>;
  post: <T>(path: string, schema: z.ZodType<T>, body?: unknown) => Promise<T>;
  put: <T>(path: string, schema: z.ZodType<T>, body: unknown) => Promise<T>;
  /** Of a thing that must still be at `version`; `none`: that must not be there yet. */
  putVersion: <T>(path: string, schema: z.ZodType<T>, body: unknown, version: number | "none") => Promise<T>;
  remove: (path: string) => Promise<void>;
  /** The body of the answer as a file. */
  file: (path: string) => Promise<Blob>;
}

/** `key` goes along with every request and nowhere else; the session's cookie does not. */
export function withKey(key: string): KeyedApi {
  return {
    get: async (path, schema, signal) => schema.parse(await send("GET", path, undefined, signal, key)),
    post: async (path, schema, body = {}) => schema.parse(await send("POST", path, { body, key: crypto.randomUUID() }, undefined, key)),
    put: async (path, schema, body) => schema.parse(await send("PUT", path, { body, key: crypto.randomUUID() }, undefined, key)),
    putVersion: async (path, schema, body, version) => {
      const condition = version === "none" ? { ifNoneMatch: "*" } : { ifMatch: `"v${version}"` };
      return schema.parse(await send("PUT", path, { body, key: crypto.randomUUID(), ...condition }, undefined, key));
    },
    remove: async (path) => void (await send("DELETE", path, undefined, undefined, key)),
    file: async (path) => (await answered("GET", path, undefined, undefined, key)).blob(),
  };
}

interface Sent {
  body: unknown;
  /** Idempotency key. */
  key: string;
  /** Entity tag. */
  ifMatch?: string;
  ifNoneMatch?: string;
}

async function send(method: string, path: string, sent?: Sent, signal?: AbortSignal, bearer?: string): Promise<unknown> {
  const answer = await answered(method, path, sent, signal, bearer);
  return answer.status === 204 ? undefined : answer.json().catch(() => undefined);
}

/** An answer that is no refusal. */
async function answered(method: string, path: string, sent?: Sent, signal?: AbortSignal, bearer?: string): Promise<Response> {
  const init: RequestInit = { method, credentials: bearer === undefined ? "same-origin" : "omit" };
  if (signal) init.signal = signal;
  if (sent) init.body = JSON.stringify(sent.body);
  init.headers = {
    ...(sent && { "content-type": "application/json", "idempotency-key": sent.key }),
    ...(sent?.ifMatch !== undefined && { "if-match": sent.ifMatch }),
    ...(sent?.ifNoneMatch !== undefined && { "if-none-match": sent.ifNoneMatch }),
    ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
  };
  const answer = await fetch(path, init).catch((cause: unknown) => {
    if (signal?.aborted === true) throw cause;
    throw unreachable("The server cannot be reached. Look whether it is running and try again.");
  });
  if (!answer.ok) throw problemOf(answer.status, await answer.json().catch(() => undefined));
  return answer;
}
