import { expect, test } from "vitest";
import type { ServiceContract } from "../../contracts/services/common.ts";
import { mergeContracts } from "./openapi.ts";
import { ownContract } from "./own-contract.ts";

const operation = (operationId: string, more = {}) => ({ operationId, responses: { 200: { description: "yes" } }, ...more });
const contract = (paths: ServiceContract["paths"], schemas: Record<string, unknown> = {}): ServiceContract => ({
  paths,
  components: { schemas },
});

test("operations of all services stand side by side, each under its owner's name", () => {
  const merged = mergeContracts(
    [
      ["gateway", ownContract()],
      ["niche-analysis", contract({ "/api/v1/niches": { get: operation("listNiches") } })],
      ["auth", contract({ "/api/v1/auth/sign-in": { post: operation("signIn", { requestBody: {} }) } })],
    ],
    "1.2.3",
  );
  if (!merged.ok) throw new Error(merged.error.detail);
  expect(merged.value.info.version).toBe("1.2.3");
  expect(merged.value.paths["/api/v1/niches"]?.get).toMatchObject({ tags: ["niche-analysis"], summary: "List niches" });
  expect(merged.value.paths["/api/v1/services"]?.get).toMatchObject({ tags: ["gateway"] });
});

test("what the door adds is said: who needs no credential, and what it answers to bodies", () => {
  const merged = mergeContracts(
    [
      ["niche-analysis", contract({ "/api/v1/niches": { get: operation("listNiches") } })],
      ["auth", contract({ "/api/v1/auth/sign-in": { post: operation("signIn", { requestBody: {} }) } })],
    ],
    "1",
  );
  if (!merged.ok) throw new Error(merged.error.detail);
  const signIn = merged.value.paths["/api/v1/auth/sign-in"]?.post as { security: unknown; responses: object };
  expect(signIn.security).toEqual([]);
  expect(Object.keys(signIn.responses)).toEqual(["200", "405", "413", "415", "429", "503", "504"]);
  const list = merged.value.paths["/api/v1/niches"]?.get as { responses: object };
  expect(list).not.toHaveProperty("security");
  expect(Object.keys(list.responses)).toEqual(["200", "405", "429", "503", "504"]);
  expect(list).not.toHaveProperty("parameters");
});

test("everything that changes something for a known caller takes an idempotency key, once", () => {
  const own = { name: "Idempotency-Key", in: "header" };
  const merged = mergeContracts(
    [
      [
        "niche-analysis",
        contract({ "/api/v1/niches": { post: operation("createNiche", { parameters: [own] }), delete: operation("deleteNiches") } }),
      ],
      ["auth", contract({ "/api/v1/auth/sign-in": { post: operation("signIn") } })],
    ],
    "1",
  );
  if (!merged.ok) throw new Error(merged.error.detail);
  const niches = merged.value.paths["/api/v1/niches"];
  expect(niches?.post).toMatchObject({ parameters: [own] });
  expect(niches?.delete).toMatchObject({ parameters: [{ name: "idempotency-key" }], responses: { 409: {}, 422: {} } });
  expect(merged.value.paths["/api/v1/auth/sign-in"]?.post).not.toHaveProperty("parameters");
});

test("what a caller needs is said of every operation that is not open", () => {
  const merged = mergeContracts(
    [
      ["gateway", ownContract()],
      ["database", contract({ "/api/v1/database/exports": { post: operation("exportOrganisation") } })],
    ],
    "1",
  );
  if (!merged.ok) throw new Error(merged.error.detail);
  const exported = merged.value.paths["/api/v1/database/exports"]?.post;
  expect(exported).toMatchObject({ "x-scope": ["events:read", "database:admin"], "x-only": "owner", "x-confirmed": "always" });
  expect(merged.value.paths["/api/v1/services"]?.get).toMatchObject({ "x-scope": [] });
  expect(merged.value.paths["/api/v1/health"]?.get).not.toHaveProperty("x-scope");
});

test.each([
  ["the same route", contract({ "/a": { get: operation("one") } }), contract({ "/a": { get: operation("two") } })],
  ["the same operation", contract({ "/a": { get: operation("one") } }), contract({ "/b": { get: operation("one") } })],
  ["different things by one name", contract({}, { Money: { type: "string" } }), contract({}, { Money: { type: "object" } })],
])("refuses two services that describe %s", (_, left, right) => {
  expect(
    mergeContracts(
      [
        ["auth", left],
        ["marketing", right],
      ],
      "1",
    ).ok,
  ).toBe(false);
});

test("what many operations answer alike is described once, with the codes of where it is said", () => {
  const problem = {
    description: "Conflict",
    content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
  };
  const own = { ...problem, description: "The niche is being analysed" };
  const responses = { 200: { description: "yes" }, 409: problem };
  const merged = mergeContracts(
    [
      [
        "niche-analysis",
        contract({
          "/api/v1/niches": { get: operation("listNiches", { responses }), post: operation("createNiche", { responses }) },
          "/api/v1/niches/{id}": { delete: operation("deleteNiche", { responses: { ...responses, 409: own } }) },
        }),
      ],
    ],
    "1",
  );
  if (!merged.ok) throw new Error(merged.error.detail);
  const { paths, components } = merged.value;
  expect(paths["/api/v1/niches"]?.get).toMatchObject({ responses: { 409: { $ref: "#/components/responses/Conflict" } } });
  expect(paths["/api/v1/niches"]?.post).toMatchObject({ responses: { 409: { $ref: "#/components/responses/ConflictOrRunning" } } });
  expect(paths["/api/v1/niches/{id}"]?.delete).toMatchObject({ responses: { 409: own } });
  const shared = components["responses"]?.["ConflictOrRunning"] as { content: Record<string, { examples: object }> };
  expect(shared.content["application/problem+json"]?.examples).toMatchObject({
    conflict: { value: { status: 409, code: "conflict", retryable: false } },
    in_progress: { value: { status: 409, code: "in_progress", retryable: true } },
  });
});

test("a success says under which id it was logged, what is left of the limits, and whether it was given before", () => {
  const merged = mergeContracts(
    [
      ["gateway", ownContract()],
      ["niche-analysis", contract({ "/api/v1/niches": { get: operation("listNiches"), post: operation("createNiche") } })],
    ],
    "1",
  );
  if (!merged.ok) throw new Error(merged.error.detail);
  const { paths, components } = merged.value;
  const headersOf = (one: unknown) =>
    Object.keys((one as { responses: Record<string, { headers: object }> }).responses["200"]?.headers ?? {});
  const limits = ["x-request-id", "ratelimit", "ratelimit-policy"];
  expect(headersOf(paths["/api/v1/niches"]?.get)).toEqual(limits);
  expect(headersOf(paths["/api/v1/niches"]?.post)).toEqual([...limits, "idempotency-replayed"]);
  expect(headersOf(paths["/api/v1/health"]?.get)).toEqual(["x-request-id"]);
  expect(headersOf(paths["/api/v1/openapi.json"]?.get)).toEqual([...limits, "etag"]);
  expect(components["headers"]).toMatchObject({ RateLimit: { required: true }, Replayed: { required: false } });
});

test("an answer with an id and a version says that it has an entity tag, and one without says nothing of it", () => {
  const field = (type: string) => ({ type });
  const versioned = { type: "object", properties: { id: field("string"), version: field("integer") }, required: ["id", "version"] };
  const answering = (schema: object) => ({ responses: { 200: { description: "yes", content: { "application/json": { schema } } } } });
  const merged = mergeContracts(
    [
      [
        "niche-analysis",
        contract(
          {
            "/a": { get: operation("named", answering({ $ref: "#/components/schemas/Thing" })) },
            "/b": { get: operation("release", answering({ ...versioned, properties: { id: field("string"), version: field("string") } })) },
            "/c": { get: operation("list", answering({ type: "object", properties: { items: { type: "array", items: versioned } } })) },
          },
          { Thing: versioned },
        ),
      ],
    ],
    "1",
  );
  if (!merged.ok) throw new Error(merged.error.detail);
  const { paths } = merged.value;
  expect(paths["/a"]?.get).toMatchObject({ responses: { 200: { headers: { etag: {} } } } });
  for (const path of ["/b", "/c"]) expect(JSON.stringify(paths[path]?.get)).not.toContain("etag");
});
