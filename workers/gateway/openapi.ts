/** The API as one OpenAPI 3.1 document: what every service says of its routes, with what the door adds to all of them. */
import { accessOfOperation } from "../../contracts/access.ts";
import type { ServiceContract, ServiceName } from "../../contracts/services/common.ts";
import { err, ok, type Result } from "../../contracts/result.ts";
import { answerHeaders, withDoorHeaders, withTag } from "./answer-headers.ts";
import { withExamples } from "./examples.ts";
import { failureReference, failureResponses, withReference } from "./failures.ts";
import { routeOf } from "./routes.ts";

/** Who answers: a service, or the door itself. */
export type Owner = ServiceName | "gateway";

const methods = ["get", "put", "post", "delete", "patch"] as const;
type Method = (typeof methods)[number];

interface Operation {
  operationId?: string;
  summary?: string;
  requestBody?: unknown;
  responses: Record<string, unknown>;
  parameters?: { name: string; in: string; required?: boolean }[];
}

export interface OpenApiDocument {
  openapi: "3.1.0";
  info: { title: string; version: string; description: string; license: { name: string; identifier: string } };
  servers: { url: string }[];
  tags: { name: Owner; description: string }[];
  security: Record<string, string[]>[];
  paths: Record<string, Partial<Record<Method, unknown>>>;
  components: Record<string, Record<string, unknown>>;
}

const about: Readonly<Record<Owner, string>> = {
  gateway: "The installation: whether it answers, what it is made of, and this document.",
  auth: "People, organisations, members, sessions, second factors, API keys and the audit log.",
  "niche-analysis": "Niches: evidence, themes, demand, scores, and the niches within them.",
  monetization: "Prices, revenue projections, and the sums around them.",
  marketing: "Marketing plans, readability and experiments.",
  "agent-teams": "Teams of agents, their runs, and what waits for an approval.",
  "ai-models": "Inference, models and their aliases, GPU nodes, usage and alerts.",
  "event-bus": "Events, those who read them, and webhooks.",
  database: "Exports, erasure, verification, backups, actors and dead letters.",
};

const securitySchemes = {
  session: { type: "apiKey", in: "cookie", name: "__Host-paissive", description: "A person signed in with a browser." },
  key: { type: "http", scheme: "bearer", description: "An API key, `pai_live_…`." },
  keyHeader: { type: "apiKey", in: "header", name: "X-Api-Key", description: "The same key where `Authorization` is taken." },
};

/** What the door itself can answer, whatever the service says. */
const ofTheDoor = ["405", "503", "504"];
const ofTheDoorToMany = ["429"];
const ofTheDoorToKeys = ["409", "422"];
const ofTheDoorToBodies = ["413", "415"];

/**
 * The document for `contracts`, each service's with its name. `internal` when two services describe the same operation, or call different
 * things by one name: the document would be wrong for one of them.
 */
export function mergeContracts(contracts: readonly (readonly [Owner, ServiceContract])[], version: string): Result<OpenApiDocument> {
  const paths: OpenApiDocument["paths"] = {};
  const components: OpenApiDocument["components"] = { securitySchemes, headers: answerHeaders, responses: failureResponses };
  const operations = new Map<string, string>();
  for (const [owner, contract] of contracts) {
    for (const [path, item] of Object.entries(contract.paths)) {
      for (const [method, operation] of operationsOf(item)) {
        const place = `${method.toUpperCase()} ${path}`;
        const other = operations.get(place) ?? operations.get(operation.operationId ?? "");
        if (other !== undefined) return err("internal", `${place} of ${owner} is described twice; see ${other}.`);
        operations.set(place, owner).set(operation.operationId ?? "", place);
        paths[path] = { ...paths[path], [method]: completed(operation, owner, method, path, contract) };
      }
    }
    for (const [section, entries] of Object.entries(contract.components)) {
      for (const [name, entry] of Object.entries(entries)) {
        const known = components[section]?.[name];
        if (known !== undefined && JSON.stringify(known) !== JSON.stringify(entry))
          return err("internal", `${owner} and another service call different things ${name}.`);
        components[section] = { ...components[section], [name]: entry };
      }
    }
  }
  return ok({
    openapi: "3.1.0",
    info: {
      title: "pAIssive",
      version,
      description:
        "From evidence to a niche, a price, a projection and a marketing plan. Failures are problem details (RFC 9457) with a stable `code`.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/" }],
    tags: contracts.map(([name]) => ({ name, description: about[name] })),
    security: Object.keys(securitySchemes).map((name) => ({ [name]: [] })),
    paths: sorted(paths),
    components: Object.fromEntries(Object.entries(components).map(([section, entries]) => [section, sorted(entries)])),
  });
}

function operationsOf(item: unknown): [Method, Operation][] {
  const known = item as Partial<Record<Method, Operation>>;
  return methods.flatMap((method) => (known[method] ? [[method, known[method]]] : []));
}

/** The operation that draws from no limit. */
const unlimited = "health";

/** On everything that changes something for a caller who is known. */
const idempotencyKey = {
  name: "idempotency-key",
  in: "header",
  required: false,
  description: "The same key with the same body is carried out once within 24 hours, and answered the same.",
  schema: { type: "string", minLength: 1, maxLength: 200 },
};

function completed(operation: Operation, owner: Owner, method: Method, path: string, contract: ServiceContract): object {
  const route = routeOf(method.toUpperCase(), path);
  const open = route?.open ?? false;
  const keyed = method !== "get" && !open && !route?.upload;
  // An upload is kept from repetition by its service.
  const takesKey = keyed || operation.parameters?.some(({ name }) => name === idempotencyKey.name);
  const statuses = [
    ...ofTheDoor,
    ...(operation.requestBody === undefined ? [] : ofTheDoorToBodies),
    ...(owner === "gateway" && open ? [] : ofTheDoorToMany),
    ...(takesKey ? ofTheDoorToKeys : []),
  ];
  const doors = Object.fromEntries(statuses.map((status) => [status, failureReference(status, keyed)]));
  const ownParameters = versioned(operation);
  const ownKey = ownParameters.some(({ name }) => name.toLowerCase() === idempotencyKey.name);
  const named = keyed && !ownKey ? [...ownParameters, idempotencyKey] : ownParameters;
  const knowsKeys = keyed || ownKey;
  const answering = { limited: operation.operationId !== unlimited, keyed: knowsKeys };
  const own = Object.entries(operation.responses).map(([status, answer]) => [
    status,
    withDoorHeaders(status, withTag(status, withReference(status, answer, keyed), contract), answering),
  ]);
  const parameters = named.length === 0 ? {} : { parameters: named };
  const summary = operation.summary ?? sentenceOf(operation.operationId ?? "");
  const responses = sorted({ ...doors, ...Object.fromEntries(own) });
  const described = { summary, ...operation, ...parameters, responses };
  return { tags: [owner], ...withExamples(described), ...(open ? { security: [] } : {}), ...callersOf(operation) };
}

/** What is refused without `If-Match` (428) demands it; where `If-None-Match` can take its place, one of the two, which no description can say. */
function versioned({ parameters = [], responses }: Operation): NonNullable<Operation["parameters"]> {
  const called = (name: string) => (one: { name: string }) => one.name.toLowerCase() === name;
  if (!("428" in responses) || parameters.some(called("if-none-match"))) return parameters;
  return parameters.map((one) => (called("if-match")(one) ? { ...one, required: true } : one));
}

/**
 * `x-scope`: the permissions that the caller needs, all of them. `x-only`: who alone may call, whatever their permissions. `x-confirmed`: when a person
 * must have proved within ten minutes who they are.
 */
function callersOf({ operationId = "" }: Operation): object {
  const access = accessOfOperation[operationId];
  if (access === undefined || access === "open") return {};
  const { scopes, only, confirmed } = access;
  return { "x-scope": scopes, ...(only && { "x-only": only }), ...(confirmed !== undefined && { "x-confirmed": confirmed }) };
}

/** `createApiKey` → `Create api key`. */
function sentenceOf(operationId: string): string {
  const words = operationId.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function sorted<T>(entries: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(entries).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
