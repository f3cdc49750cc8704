/** Results as HTTP answers: values as JSON, faults as RFC 9457 problem details. */
import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import * as z from "zod";
import { errors } from "../../contracts/errors.ts";
import { nextCursorHeader } from "../../contracts/page.ts";
import { err, fieldFaultSchema, type Fault, type Result } from "../../contracts/result.ts";
import { entityTagOf, liveTagOf } from "./entity-tag.ts";

/** The body of every failed answer outside the OpenAI-shaped routes. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  instance: z.string(),
  retryable: z.boolean(),
  errors: z.array(fieldFaultSchema).optional(),
});
export type Problem = z.infer<typeof problemSchema>;

export function problemOf(fault: Fault, instance: string): Problem {
  const { status, title } = errors[fault.code];
  return {
    type: `https://paissive.dev/problems/${fault.code}`,
    title,
    status,
    code: fault.code,
    detail: fault.detail,
    instance,
    retryable: fault.retryable,
    ...(fault.fields ? { errors: fault.fields } : {}),
  };
}

/** `return problem(c, fault)` in a route; with `more` headers where the failure has some. */
export function problem(c: Context, fault: Fault, more: Readonly<Record<string, string>> = {}): Response {
  const body = problemOf(fault, new URL(c.req.url).pathname);
  const headers: Record<string, string> = { ...more, "content-type": "application/problem+json" };
  // RFC 9110, 15.5.2: a 401 says how to do better.
  if (fault.code === "unauthenticated") headers["www-authenticate"] = 'Bearer realm="paissive"';
  if (fault.retryAfter !== undefined) headers["retry-after"] = String(Math.ceil(fault.retryAfter));
  return c.body(JSON.stringify(body), body.status as ContentfulStatusCode, headers);
}

/**
 * `return answer(c, await c.env.SELF.team(…))` in a route: the value as JSON with `status`, the tag of its version and the cursor of a page after it,
 * or the fault.
 */
export function answer<T>(
  c: Context,
  result: Result<T>,
  status: ContentfulStatusCode = 200,
  headers: Record<string, string> = {},
): Response {
  if (!result.ok) return problem(c, result.error);
  const tag = entityTagOf(result.value);
  const next = nextCursorOf(result.value);
  return c.json(result.value, status, {
    ...(tag === undefined ? {} : { etag: tag }),
    ...(next === undefined ? {} : { [nextCursorHeader]: next }),
    ...headers,
  });
}

/** The same for a thing that shows what its version does not count. */
export function answerLive<T>(c: Context, result: Result<T>): Response {
  const tag = result.ok ? liveTagOf(result.value) : undefined;
  return answer(c, result, 200, tag === undefined ? {} : { etag: tag });
}

const unfinished = z.object({ nextCursor: z.string() });

function nextCursorOf(value: unknown): string | undefined {
  return unfinished.safeParse(value).data?.nextCursor;
}

/** An actor's answer on its feed. That there is no such actor is said as everywhere else: the kernel knows no problem details. */
export function followed(c: Context, response: Response): Response {
  return response.status === 404 ? problem(c, err("not_found", "There is nothing with this id.").error) : response;
}
