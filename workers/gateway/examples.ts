/**
 * Examples of requests and answers, as a real system had them: `examples.json`, recorded by `npm run openapi -- --examples`. They are put into the
 * API's description where a route has none of its own.
 */
import recorded from "./examples.json" with { type: "json" };
import { everywhere, written } from "./written-examples.ts";

/** Of one operation. */
export interface Example {
  /** Values in the path and the query, by their names. */
  parameters?: Readonly<Record<string, string | number>>;
  /** The JSON body of the request. */
  body?: unknown;
  /** The JSON bodies of successes, by their statuses. */
  answers?: Readonly<Record<string, unknown>>;
}

interface Described {
  operationId?: string;
  parameters?: readonly { name: string; in: string }[];
  requestBody?: unknown;
  responses: Readonly<Record<string, unknown>>;
}

const examples: Readonly<Record<string, Example>> = recorded;

/** `operation` with the examples that were recorded of it, or written for it. */
export function withExamples<Operation extends Described>(operation: Operation): Operation {
  const { operationId = "" } = operation;
  const { parameters: seen, body, answers = {} } = examples[operationId] ?? {};
  const { parameters: given, body: bodies, answers: files = {} } = written[operationId] ?? {};
  const parameters: Example["parameters"] = { ...everywhere, ...given, ...seen };
  const responses = Object.entries(operation.responses).map(([status, answer]) => [
    status,
    withContent(answer, answers[status], files[status]),
  ]);
  return {
    ...operation,
    ...(operation.parameters ? { parameters: operation.parameters.map((one) => ({ ...shown(parameters[one.name]), ...one })) } : {}),
    ...(operation.requestBody === undefined ? {} : { requestBody: withContent(operation.requestBody, body, bodies) }),
    responses: Object.fromEntries(responses),
  };
}

function shown(example: unknown): object {
  return example === undefined ? {} : { example };
}

/** A body whose media types have their examples, unless they have some: `json` of the first, `files` by the others. */
function withContent(described: unknown, json: unknown, files: Readonly<Record<string, string | object>> = {}): unknown {
  const { content, ...rest } = (described ?? {}) as { content?: Record<string, object> };
  if (!content) return described;
  const exampleOf = (type: string) => (type === "application/json" ? json : files[type]);
  const told = Object.entries(content).map(([type, one]) => [type, { ...("examples" in one ? {} : shown(exampleOf(type))), ...one }]);
  return { ...rest, content: Object.fromEntries(told) };
}
