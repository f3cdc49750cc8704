import { readFileSync } from "node:fs";
import { describe, expect, test, vi } from "vitest";
import { scopes, type Scope } from "../../../contracts/principal.ts";
import type { OpenApiDocument } from "../openapi.ts";
import { mcpAnswer, type Send } from "./server.ts";
import { callOf, toolsFor, type Tool } from "./tools.ts";

const document = JSON.parse(readFileSync(new URL("../../../docs/reference/openapi.json", import.meta.url), "utf8")) as OpenApiDocument;
const namesFor = (...granted: Scope[]) => toolsFor(document, { scopes: granted }).map(({ name }) => name);

describe("the tools", () => {
  test("are those that a key's permissions allow", () => {
    expect(namesFor("niches:read")).toEqual(expect.arrayContaining(["listNiches", "getNiche", "me"]));
    expect(namesFor("niches:read")).not.toContain("createNiche");
    expect(namesFor("niches:read", "niches:write")).toEqual(expect.arrayContaining(["createNiche", "assumeMarket"]));
  });

  test("delete nothing, approve nothing, make no keys and reach no installation, whatever the key may", () => {
    const all = toolsFor(document, { scopes: [...scopes] });
    expect(all.filter(({ method }) => method === "DELETE" || method === "PUT")).toEqual([]);
    expect(all.map(({ name }) => name).filter((name) => /Key$|decide|erase|backup|restore|Webhook$|follow|moveAlias/i.test(name))).toEqual([
      "getWebhook",
    ]);
  });

  test("say what they take, with every schema that they name", () => {
    for (const { inputSchema } of toolsFor(document, { scopes: [...scopes] })) {
      const named = [...JSON.stringify(inputSchema).matchAll(/"#\/\$defs\/([\w.-]+)"/g)].map(([, definition = ""]) => definition);
      for (const definition of named) expect(inputSchema.$defs).toHaveProperty(definition);
    }
  });

  test("become a request, with nothing of an argument in another place", () => {
    const [niche] = toolsFor(document, { scopes: ["niches:read"] }).filter(({ name }) => name === "getNiche");
    if (!niche) throw new Error("no getNiche");
    expect(callOf(niche, { id: "../runs?x=1" }).path).toBe("/api/v1/niches/..%2Fruns%3Fx%3D1");
    expect(callOf(niche, { id: "nch_1", other: 1, ifMatch: "*" })).toEqual({
      method: "GET",
      path: "/api/v1/niches/nch_1",
      headers: {},
      body: undefined,
    });
  });
});

describe("a tool that changes something", () => {
  const tools = toolsFor(document, { scopes: [...scopes] });
  function named(wanted: string): Tool {
    const [tool] = tools.filter(({ name }) => name === wanted);
    if (!tool) throw new Error(`no ${wanted}`);
    return tool;
  }

  test("takes a key by which it can be repeated, and sends it on", () => {
    for (const { inputSchema, readOnly } of tools) expect("idempotencyKey" in inputSchema.properties).toBe(!readOnly);
    const call = callOf(named("createNiche"), { body: { name: "straps" }, idempotencyKey: "straps-1" });
    expect(call.headers).toEqual({ "idempotency-key": "straps-1" });
    expect(callOf(named("createNiche"), { body: { name: "straps" } }).headers).toEqual({});
  });

  test("names the version that it changes, where the operation wants it", () => {
    const market = named("assumeMarket");
    expect(market.inputSchema.required).toContain("ifMatch");
    expect(callOf(market, { id: "nch_1", body: {}, ifMatch: '"v4"' }).headers).toEqual({ "if-match": '"v4"' });
    expect(named("createNiche").inputSchema.properties).not.toHaveProperty("ifMatch");
  });

  test("computes vectors, classes and ranks alike", () => {
    expect(tools.map(({ name }) => name)).toEqual(expect.arrayContaining(["createEmbeddings", "classify", "rerank"]));
  });
});

describe("the server", () => {
  const tools = toolsFor(document, { scopes: ["niches:read", "niches:write"] });
  const send = vi.fn<Send>(async ({ path }) =>
    path.includes("nch_absent") ? Response.json({ code: "not_found", detail: "There is none." }, { status: 404 }) : Response.json({ path }),
  );
  async function asked(method: string, params: object): Promise<Record<string, unknown>> {
    const headers = {
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      "mcp-protocol-version": "2025-06-18",
    };
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
    const answer = await mcpAnswer(new Request("http://localhost/mcp", { method: "POST", headers, body }), tools, "1", send);
    const text = await answer.text();
    const json = /^data: (.*)$/m.exec(text)?.[1] ?? text;
    return (JSON.parse(json) as { result: Record<string, unknown> }).result;
  }

  test("greets an older client", async () => {
    const params = { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "t", version: "1" } };
    expect(await asked("initialize", params)).toMatchObject({ protocolVersion: "2025-06-18", serverInfo: { name: "paissive" } });
  });

  test("lists its tools, and calls one", async () => {
    const listed = (await asked("tools/list", {})) as { tools: { name: string; annotations: object }[] };
    expect(listed.tools.map(({ name }) => name)).toEqual(tools.map(({ name }) => name));
    expect(await asked("tools/call", { name: "createNiche", arguments: { body: { name: "straps" } } })).toMatchObject({
      content: [{ type: "text", text: '{"path":"/api/v1/niches"}' }],
    });
    expect(send).toHaveBeenLastCalledWith({ method: "POST", path: "/api/v1/niches", headers: {}, body: '{"name":"straps"}' });
  });

  test.each([
    ["getNiche", { id: "nch_absent" }, "There is none."],
    ["getNiche", {}, "Missing: id"],
    ["assumeMarket", { id: "nch_1", body: {} }, "Missing: ifMatch"],
    ["revokeApiKey", { id: "key_1" }, "There is no tool revokeApiKey"],
  ])("says what is wrong with %s %j", async (name, given, said) => {
    expect(await asked("tools/call", { name, arguments: given })).toMatchObject({
      isError: true,
      content: [{ text: expect.stringContaining(said) }],
    });
  });
});
