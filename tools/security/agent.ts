/** Calls as an agent of others makes them at `/mcp`, under both revisions of the Model Context Protocol that the door speaks. */
import type { Sent } from "./wire.ts";

export const revisions = ["2025-06-18", "2026-07-28"] as const;
export type Revision = (typeof revisions)[number];

/** The message with which `method` is called; the younger revision says with every one what the older says once at the beginning. */
export function message(revision: Revision, method: string, params: object): Sent {
  const meta = {
    "io.modelcontextprotocol/protocolVersion": revision,
    "io.modelcontextprotocol/clientInfo": { name: "proof", version: "1" },
    "io.modelcontextprotocol/clientCapabilities": {},
  };
  const said = revision === "2026-07-28" ? { ...params, _meta: meta } : params;
  const named: Record<string, string> = "name" in params ? { "mcp-name": String(params.name) } : {};
  return {
    method: "POST",
    path: "/mcp",
    headers: {
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      "mcp-protocol-version": revision,
      "mcp-method": method,
      ...named,
    },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params: said }),
  };
}

export function toolCall(revision: Revision, name: string, given: object): Sent {
  return message(revision, "tools/call", { name, arguments: given });
}
