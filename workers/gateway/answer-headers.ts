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

const header = (description: string, schema: object) => ({ description, required: true, schema });

/** `components.headers`. Required: they are on every answer that names them. */
export const answerHeaders: Readonly<Record<string, object>> = {
  RequestId: header("What the logs call this request", { type: "string", pattern: "^[0-9a-f]{32}$" }),
  RetryAfter: header("Seconds until it is worth trying again", { type: "string", pattern: "^[0-9]+$" }),
  Allow: header("The methods that the path has", { type: "string", pattern: "^[A-Z]+(, [A-Z]+)*$" }),
  Authenticate: header("How to say who one is", { type: "string", pattern: "^Bearer " }),
  EntityTag: header("The version of what is answered, for `If-Match` and `If-None-Match`", { type: "string", pattern: '^"v[0-9]+"$' }),
};

const named = (name: string) => ({ $ref: `#/components/headers/${name}` });

/** Headers of a failure with `status`. */
export function headersOfFailure(status: string): Record<string, object> {
  return {
    "x-request-id": named("RequestId"),
    ...(status === "401" ? { "www-authenticate": named("Authenticate") } : {}),
    ...(status === "405" ? { allow: named("Allow") } : {}),
    ...(status === "429" || status === "503" ? { "retry-after": named("RetryAfter") } : {}),
  };
}

/** A success with its `ETag`, where what it answers has an id and a version (`workers/kit/problem.ts`, `answer`). */
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
  const version = parts.map(({ properties }) => properties?.["version"]).find((one) => one !== undefined);
  return required.includes("id") && required.includes("version") && version?.type === "integer";
}

function resolvedIn(schema: Shape, schemas: Record<string, unknown>): Shape {
  return schema.$ref === undefined ? schema : ((schemas[schema.$ref.split("/").at(-1) ?? ""] as Shape | undefined) ?? {});
}
