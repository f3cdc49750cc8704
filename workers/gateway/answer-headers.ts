/** The headers of answers that callers go by, as the API's description says them: `components.headers`. */
import type { ServiceContract } from "../../contracts/services/common.ts";

interface Shape {
  $ref?: string;
  type?: string | string[];
  properties?: Record<string, Shape>;
  required?: string[];
  allOf?: Shape[];
}
interface Answer {
  $ref?: string;
  content?: Record<string, { schema?: Shape }>;
  headers?: Record<string, unknown>;
}

const header = (description: string, schema: object, required = true) => ({ description, required, schema });

/** `components.headers`. Where required they are on every answer that names them. */
export const answerHeaders: Readonly<Record<string, object>> = {
  RequestId: header("What the logs call this request", { type: "string", pattern: "^[0-9a-f]{32}$" }),
  RateLimit: header('What is left of each limit that the request drew from: `"key";r=5994;t=1`', { type: "string", pattern: '^"' }),
  RateLimitPolicy: header('The limits that the request drew from, tokens and seconds: `"key";q=6000;w=60`', {
    type: "string",
    pattern: '^"',
  }),
  Replayed: header("`true` on an answer that was given before: nothing was done for it", { type: "string", enum: ["true"] }, false),
  RetryAfter: header("Seconds until it is worth trying again", { type: "string", pattern: "^[0-9]+$" }),
  RetryAfterIfAny: {
    description: "The same; absent where trying again changes nothing, such as in an installation that sends no e-mail",
    schema: { type: "string", pattern: "^[0-9]+$" },
  },
  Allow: header("The methods that the path has", { type: "string", pattern: "^[A-Z]+(, [A-Z]+)*$" }),
  Authenticate: header("How to say who one is", { type: "string", pattern: "^Bearer " }),
  EntityTag: header("The version of what is answered, for `If-Match` and `If-None-Match`", {
    type: "string",
    pattern: '^"v[0-9]+(-w[0-9]+)?"$',
  }),
};

const named = (name: string) => ({ $ref: `#/components/headers/${name}` });

/** Headers of a failure with `status`. */
export function headersOfFailure(status: string): Record<string, object> {
  return {
    "x-request-id": named("RequestId"),
    ...(status === "401" ? { "www-authenticate": named("Authenticate") } : {}),
    ...(status === "405" ? { allow: named("Allow") } : {}),
    ...(status === "429" ? { "retry-after": named("RetryAfter") } : {}),
    ...(status === "503" ? { "retry-after": named("RetryAfterIfAny") } : {}),
  };
}

/** Who answers what: `limited` where limits are drawn from, `keyed` where an idempotency key counts, at the door or in the service. */
export interface Answering {
  limited: boolean;
  keyed: boolean;
}

/** An answer with the headers that the door puts on it, or its service on a repetition. */
export function withDoorHeaders(status: string, answer: unknown, { limited, keyed }: Answering): unknown {
  const { $ref, headers } = (answer ?? {}) as Answer;
  if ($ref !== undefined) return answer;
  const ofTheDoor = {
    "x-request-id": named("RequestId"),
    // What is refused may have been refused before.
    ...(limited && /^[123]/.test(status) ? { ratelimit: named("RateLimit"), "ratelimit-policy": named("RateLimitPolicy") } : {}),
    ...(keyed && /^2\d\d$/.test(status) ? { "idempotency-replayed": named("Replayed") } : {}),
  };
  return { ...(answer as Answer), headers: { ...ofTheDoor, ...headers } };
}

/** A success with its `ETag`, where what it answers has a version (`workers/kit/problem.ts`, `answer`). */
export function withTag(status: string, answer: unknown, { components }: ServiceContract): unknown {
  const { content, headers } = (answer ?? {}) as Answer;
  const schema = content?.["application/json"]?.schema;
  if (!/^2\d\d$/.test(status) || !schema || !isVersioned(schema, components["schemas"] ?? {})) return answer;
  return { ...(answer as Answer), headers: { ...headers, etag: named("EntityTag") } };
}

function isVersioned(schema: Shape, schemas: Record<string, unknown>): boolean {
  if (schema.$ref !== undefined) {
    const found = schemas[schema.$ref.split("/").at(-1) ?? ""] as Shape | undefined;
    return found !== undefined && isVersioned(found, schemas);
  }
  const parts = [schema, ...(schema.allOf ?? []).map((part) => resolvedIn(part, schemas))];
  const required = parts.flatMap((part) => part.required ?? []);
  return ["version", "revision"].some((name) => {
    const counted = parts.some(({ properties }) => properties?.[name]?.type === "integer");
    return counted && required.includes(name);
  });
}

function resolvedIn(schema: Shape, schemas: Record<string, unknown>): Shape {
  return schema.$ref === undefined ? schema : ((schemas[schema.$ref.split("/").at(-1) ?? ""] as Shape | undefined) ?? {});
}
