import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createConfig, lintFromString } from "@redocly/openapi-core";
import { beforeAll, expect, test } from "vitest";
import { generate } from "../../clients/typescript/generate.ts";
import { accessOfOperation } from "../../contracts/access.ts";
import { errorCodes } from "../../contracts/errors.ts";
import { routeOf } from "../../workers/gateway/routes.ts";
import type { OpenApiDocument } from "../../workers/gateway/openapi.ts";
import { clientFolder, generateOpenApi, openApiFile } from "../../tools/system/openapi.ts";

interface Operation {
  operationId?: string;
  summary?: string;
  tags: string[];
  parameters?: { name: string; in: string; example?: unknown; schema?: { default?: unknown; enum?: unknown } }[];
  requestBody?: { content: Record<string, Content> };
  responses: Record<string, { $ref?: string; content?: Record<string, Content> }>;
}
interface Content {
  example?: unknown;
  examples?: Record<string, unknown>;
}

let text: string;
let document: OpenApiDocument;
let operations: [method: string, path: string, operation: Operation][];

beforeAll(async () => {
  text = await generateOpenApi();
  document = JSON.parse(text) as OpenApiDocument;
  operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]): [string, string, Operation] => [method.toUpperCase(), path, operation as Operation]),
  );
});

test("docs/reference/openapi.json is what the routes say today (else: npm run openapi)", () => {
  expect(readFileSync(openApiFile, "utf8") === text).toBe(true);
});

test("the description keeps the rules that Redocly recommends", async () => {
  const rules = {
    // A literal segment goes before a parameter, and no two operations have the same method there.
    "no-ambiguous-paths": "off",
    // Sign-in with a provider redirects, and a node's link is a WebSocket.
    "operation-2xx-response": "off",
  } as const;
  const config = await createConfig({ extends: ["recommended"], rules });
  const problems = await lintFromString({ source: text, absoluteRef: openApiFile, config });
  expect(problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer ?? ""}`)).toEqual([]);
  // It does look: a description without an operation's summary is complained of.
  const broken = text.replace('"summary"', '"x-summary"');
  expect(await lintFromString({ source: broken, absoluteRef: openApiFile, config })).not.toEqual([]);
});

/** Path within `folder` → text. */
function filesIn(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => [join(parentPath, name).slice(folder.length), readFileSync(join(parentPath, name), "utf8")]),
  );
}

test("every operation has an example: of its path and query, of each of its bodies and answers and, by their codes, of its failures", () => {
  const lacking = operations.flatMap(([method, path, { parameters = [], requestBody, responses }]) => {
    const contents = [requestBody?.content, ...Object.values(responses).map(({ content }) => content)];
    const told = ({ example, schema }: (typeof parameters)[number]) => example ?? schema?.default ?? schema?.enum;
    const bare = [
      ...parameters.filter((one) => (one.in === "path" || one.in === "query") && told(one) === undefined).map(({ name }) => name),
      ...contents
        .flatMap((content) => Object.entries(content ?? {}))
        .filter(([, { example, examples }]) => example === undefined && examples === undefined)
        .map(([type]) => type),
    ];
    return bare.map((what) => `${method} ${path}: ${what}`);
  });
  expect(lacking).toEqual([]);
  const shared = Object.values(document.components["responses"] ?? {}) as { content: Record<string, Content> }[];
  const codes = shared.flatMap(({ content }) => Object.keys(content["application/problem+json"]?.examples ?? {}));
  expect([...new Set(codes)].toSorted()).toEqual(errorCodes.filter((code) => code !== "internal").toSorted());
});

test("the typed client is what the description says (else: npm run openapi)", async () => {
  const folder = mkdtempSync(join(tmpdir(), "paissive-client-"));
  try {
    await generate(openApiFile, folder);
    const [fresh, committed] = [filesIn(folder), filesIn(clientFolder)];
    const names = [...new Set([...Object.keys(fresh), ...Object.keys(committed)])];
    expect(names.filter((name) => fresh[name] !== committed[name])).toEqual([]);
    expect(names.length).toBeGreaterThan(10);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("every operation has a name of its own, a summary and an answer to bad input", () => {
  const names = operations.map(([, , { operationId }]) => operationId);
  expect(new Set(names).size).toBe(names.length);
  const open = ["health", "openApi"];
  for (const [method, path, { operationId, summary, responses }] of operations) {
    expect(operationId, `${method} ${path}`).toMatch(/^[a-z][A-Za-z]+$/);
    expect(summary, `${method} ${path}`).toBeTruthy();
    if (!open.includes(operationId ?? "")) expect(Object.keys(responses), `${method} ${path}`).toContain("401");
  }
});

test("every operation says who may call it, and nothing else is in the table that says so", () => {
  expect(operations.map(([, , { operationId = "" }]) => operationId).toSorted()).toEqual(Object.keys(accessOfOperation).toSorted());
  for (const [method, path, operation] of operations) expect("x-scope" in operation, `${method} ${path}`).toBe(!("security" in operation));
});

test("every part of a path that varies is described", () => {
  for (const [method, path, { parameters = [] }] of operations) {
    const named = parameters.filter(({ in: place }) => place === "path").map(({ name }) => name);
    expect(named.toSorted(), `${method} ${path}`).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).toSorted());
  }
});

test("every operation is described by the service that the door sends it to", () => {
  const ofServices = operations.filter(([, , { tags }]) => tags[0] !== "gateway");
  for (const [method, path, { tags }] of ofServices) expect(routeOf(method, path)?.service, `${method} ${path}`).toBe(tags[0]);
});

test("every reference leads somewhere", () => {
  const references = [...text.matchAll(/"\$ref": "#\/components\/(\w+)\/([\w.-]+)"/g)];
  expect(references.length).toBeGreaterThan(100);
  for (const [, section = "", name = ""] of references) expect(document.components[section], `${section}/${name}`).toHaveProperty(name);
});
