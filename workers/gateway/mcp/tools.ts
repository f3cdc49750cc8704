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
  "classify",
  "rerank",
]);

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

/** The request that a call of the tool makes: its path with query, and its body. */
export function callOf({ path, parameters }: Tool, given: JsonObject): { path: string; body: string | undefined } {
  const text = (name: string) => (typeof given[name] === "object" ? JSON.stringify(given[name]) : String(given[name]));
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(text(name)));
  const query = parameters.filter((one) => one.in === "query" && given[one.name] !== undefined).map(({ name }) => [name, text(name)]);
  const search = query.length === 0 ? "" : `?${new URLSearchParams(query).toString()}`;
  return { path: `${filled}${search}`, body: given["body"] === undefined ? undefined : JSON.stringify(given["body"]) };
}

/** Streams and files are nothing for a tool. */
function answersJson({ responses }: Operation): boolean {
  const answers = Object.entries(responses).filter(([status]) => status.startsWith("2") || status === "101");
  return answers.length === 1 && answers.every(([, { content = {} }]) => "application/json" in content);
}

function toolOf(document: OpenApiDocument, method: string, path: string, operation: Operation, readOnly: boolean): Tool {
  const { operationId, summary, parameters = [], requestBody } = operation;
  const own = parameters.filter((one) => one.in !== "header");
  const body = requestBody?.content["application/json"]?.schema;
  const properties = Object.fromEntries(own.map(({ name, schema = {} }) => [name, local(schema)]));
  if (body) properties["body"] = local(body);
  const required = own.filter((one) => one.required || one.in === "path").map(({ name }) => name);
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
