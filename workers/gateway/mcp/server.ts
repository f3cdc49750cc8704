/**
 * The API for AI agents of others: a stateless server of the Model Context Protocol (2026-07-28, and 2025-06-18 for older clients) at `/mcp`.
 * Each tool is an operation of the API and is called through the door like any request with the same key, limits and all.
 */
import { createMcpHandler, Server, type CallToolResult } from "@modelcontextprotocol/server";
import { callOf, type Tool, type ToolCall } from "./tools.ts";

/** Sends a request of a tool through the door, with the caller's credential. */
export type Send = (call: ToolCall) => Promise<Response>;

/** Answers one message of a client that may use `tools`. */
export async function mcpAnswer(request: Request, tools: readonly Tool[], version: string, send: Send): Promise<Response> {
  const handler = createMcpHandler(() => serverOf(tools, version, send), { legacy: "stateless", responseMode: "json" });
  const answer = await handler.fetch(request);
  const own = new Response(answer.body, answer);
  own.headers.set("cache-control", "no-store");
  return own;
}

function serverOf(tools: readonly Tool[], version: string, send: Send): Server {
  const server = new Server({ name: "paissive", version }, { capabilities: { tools: {} } });
  server.setRequestHandler("tools/list", () => ({
    tools: tools.map(({ name, description, inputSchema, readOnly }) => ({
      name,
      description,
      inputSchema: inputSchema as never,
      annotations: { readOnlyHint: readOnly, destructiveHint: false, openWorldHint: false },
    })),
  }));
  server.setRequestHandler("tools/call", async ({ params }): Promise<CallToolResult> => {
    const tool = tools.find(({ name }) => name === params.name);
    if (!tool) return failure(`There is no tool ${params.name} for this key.`);
    const given = params.arguments ?? {};
    const missing = tool.inputSchema.required.filter((name) => given[name] === undefined);
    if (missing.length > 0) return failure(`Missing: ${missing.join(", ")}.`);
    const answer = await send(callOf(tool, given));
    const text = await answer.text();
    return answer.ok ? { content: [{ type: "text", text }] } : failure(text);
  });
  return server;
}

/** What went wrong is for the model to read: a problem of the API says what to do about it. */
function failure(text: string): CallToolResult {
  return { content: [{ type: "text", text }], isError: true };
}
