/**
 * Examples of requests and answers, as a real system had them: `examples.json`, recorded by `npm run openapi -- --examples`. They are put into the
 * API's description where a route has none of its own.
 */
import recorded from "./examples.json" with { type: "json" };

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

/** `operation` with the examples that were recorded of it. */
export function withExamples<Operation extends Described>(operation: Operation): Operation {
  const example = examples[operation.operationId ?? ""];
  if (!example) return operation;
  const { parameters = {}, body, answers = {} } = example;
  const responses = Object.entries(operation.responses).map(([status, answer]) => [status, withContent(answer, answers[status])]);
  return {
    ...operation,
    ...(operation.parameters ? { parameters: operation.parameters.map((one) => ({ ...shown(parameters[one.name]), ...one })) } : {}),
    ...(operation.requestBody === undefined ? {} : { requestBody: withContent(operation.requestBody, body) }),
    responses: Object.fromEntries(responses),
  };
}

function shown(example: unknown): object {
  return example === undefined ? {} : { example };
}

const json = "application/json";

/** A body whose JSON has the example, unless it has one. */
function withContent(described: unknown, example: unknown): unknown {
  const { content, ...rest } = (described ?? {}) as { content?: Record<string, object> };
  return content?.[json] ? { ...rest, content: { ...content, [json]: { ...shown(example), ...content[json] } } } : described;
}
