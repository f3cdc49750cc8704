/** The API's operations as tools of the Model Context Protocol: those that read, and those whose changes are safe to make unasked. */
import type { Principal } from "../../../contracts/principal.ts";
import type { OpenApiDocument } from "../openapi.ts";

/**
 * What may be done besides reading: things are added and worked out. Left to people are approvals, keys, members, whatever deletes or
 * spends, and the installation.
 */
const safeWrites = new Set([
  "createNiche",
  "assumeMarket",
  "analyseNiche",
  "discoverNiches",
  "sizeMarket",
  "forecastDemand",
  "measureConcentration",
  "findWhiteSpace",
  "findUnderserved",
  "rateKeywords",
  "weighCriteria",
  "scoreOutcomes",
  "recommendPrice",
  "projectRevenue",
  "calculateLifetimeValue",
  "analysePriceSensitivity",
  "calculateUsageBill",
  "calculateChurn",
  "calculateInvoiceTotals",
  "calculateProfit",
  "calculateProration",
  "calculateRecurringRevenue",
  "createMarketingPlan",
  "analyseReadability",
  "evaluateExperiment",
  "createTeam",
  "startRun",
  "createEmbeddings",
  "classify",
  "rerank",
]);

/** Arguments that become headers, where the operation takes them. */
const fromArguments: Readonly<Record<string, { header: string; schema: JsonObject }>> = {
  idempotencyKey: {
    header: "idempotency-key",
    schema: {
      type: "string",
      minLength: 1,
      maxLength: 200,
      description: "Any text. A call with the same key and arguments is carried out once within 24 hours: repeat it when a call broke off.",
    },
  },
  ifMatch: {
    header: "if-match",
    schema: {
      type: "string",
      description: 'The version that you saw: `"v4"`, quotes included, where `version` is 4. `*`: whatever it is now.',
    },
  },
};

type JsonObject = Record<string, unknown>;

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema?: JsonObject;
}
interface Operation {
  operationId: string;
  summary: string;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema?: JsonObject }> };
  responses: Record<string, { content?: Record<string, unknown> }>;
  security?: unknown[];
  "x-scope"?: string[];
  "x-only"?: string;
}

export interface Tool {
  name: string;
  description: string;
  inputSchema: { type: "object"; properties: JsonObject; required: string[]; $defs: JsonObject };
  readOnly: boolean;
  /** The call that it stands for. */
  method: string;
  path: string;
  parameters: readonly Parameter[];
}

/** The request that a call of a tool makes: its path with query, and its body. */
export interface ToolCall {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string | undefined;
}

/** The tools that `principal` may use, in the order of the description. */
export function toolsFor(document: OpenApiDocument, { scopes }: Pick<Principal, "scopes">): Tool[] {
  const granted: readonly string[] = scopes;
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, described]) => {
      const operation = described as Operation;
      const { "x-scope": needed = [], "x-only": only, security } = operation;
      if (only !== undefined || security !== undefined || !needed.every((scope) => granted.includes(scope))) return [];
      const readOnly = method === "get";
      if (!(readOnly ? answersJson(operation) : safeWrites.has(operation.operationId))) return [];
      return [toolOf(document, method.toUpperCase(), path, operation, readOnly)];
    }),
  );
}

/** The request that a call of the tool with the arguments `given` makes. */
export function callOf({ method, path, parameters, inputSchema }: Tool, given: JsonObject): ToolCall {
  const text = (name: string) => (typeof given[name] === "object" ? JSON.stringify(given[name]) : String(given[name]));
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(text(name)));
  const query = parameters.filter((one) => one.in === "query" && given[one.name] !== undefined).map(({ name }) => [name, text(name)]);
  const search = query.length === 0 ? "" : `?${new URLSearchParams(query).toString()}`;
  const headers = Object.entries(fromArguments)
    .filter(([name]) => name in inputSchema.properties && given[name] !== undefined)
    .map(([name, { header }]) => [header, text(name)]);
  const body = given["body"] === undefined ? undefined : JSON.stringify(given["body"]);
  return { method, path: `${filled}${search}`, headers: Object.fromEntries(headers) as Record<string, string>, body };
}

/** Streams and files are nothing for a tool. */
function answersJson({ responses }: Operation): boolean {
  const answers = Object.entries(responses).filter(([status]) => status.startsWith("2") || status === "101");
  return answers.length === 1 && answers.every(([, { content = {} }]) => "application/json" in content);
}

function toolOf(document: OpenApiDocument, method: string, path: string, operation: Operation, readOnly: boolean): Tool {
  const { operationId, summary, parameters = [], requestBody } = operation;
  const own = parameters.filter((one) => one.in !== "header");
  const taken = new Set(parameters.filter((one) => one.in === "header").map((one) => one.name.toLowerCase()));
  const body = requestBody?.content["application/json"]?.schema;
  const properties = Object.fromEntries(own.map(({ name, schema = {} }) => [name, local(schema)]));
  if (body) properties["body"] = local(body);
  for (const [name, { header, schema }] of Object.entries(fromArguments)) if (taken.has(header)) properties[name] = schema;
  const required = own.filter((one) => one.required || one.in === "path").map(({ name }) => name);
  // 428: without the version it is refused.
  if ("ifMatch" in properties && "428" in operation.responses) required.push("ifMatch");
  return {
    name: operationId,
    description: `${summary} (${method} ${path})`,
    inputSchema: {
      type: "object",
      properties,
      required: body ? [...required, "body"] : required,
      $defs: definitionsOf(properties, document.components["schemas"] ?? {}),
    },
    readOnly,
    method,
    path,
    parameters: own,
  };
}

/** Schemas that are named, directly or by one that is. */
function definitionsOf(root: JsonObject, schemas: JsonObject): JsonObject {
  const found: JsonObject = {};
  const queue = namesIn(root);
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (name in found) continue;
    found[name] = local(schemas[name] ?? {});
    queue.push(...namesIn(found[name]));
  }
  return found;
}

function namesIn(schema: unknown): string[] {
  return [...JSON.stringify(schema).matchAll(/"#\/\$defs\/([\w.-]+)"/g)].map(([, name = ""]) => name);
}

/** References within the tool's own schema. */
function local(schema: unknown): unknown {
  return JSON.parse(JSON.stringify(schema).replaceAll("#/components/schemas/", "#/$defs/"));
}
