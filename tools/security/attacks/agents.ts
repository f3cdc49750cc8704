/** `/mcp`, the door for agents of others: keys only, of so many bytes, with the tools of the key and nothing besides. */
import { message, revisions, toolCall } from "../agent.ts";
import { withCredential } from "../callers.ts";
import type { Heard } from "../wire.ts";
import { answered, unauthenticated, type Attack, type Ground } from "./attack.ts";

/** A tool's failure: an answer of the protocol that says what went wrong, or its refusal; never a result. */
function failed({ status, text }: Heard): string | undefined {
  if (status >= 500) return `It was answered ${status}.`;
  return status >= 400 || /"isError":\s*true|"error":/.test(text) ? undefined : `It was carried out: ${text.slice(0, 160)}`;
}

export function hostileAgents({ owner, key }: Ground): Attack[] {
  const caller = { headers: { authorization: `Bearer ${key}` } };
  const chunked = { "transfer-encoding": "chunked" };
  return revisions.flatMap((revision): Attack[] => {
    const list = message(revision, "tools/list", {});
    const large = toolCall(revision, "createNiche", { body: { name: "x".repeat(1_100_000) } });
    const calls: [string, object][] = [
      ["eraseOrganisation", { body: {} }],
      ["createApiKey", { body: { name: "more", scopes: ["keys:write"] } }],
      ["revokeApiKey", { id: "key_00000000000000000000000000" }],
      ["__proto__", {}],
      ["getNiche", { id: "../api-keys" }],
      ["getNiche", { id: { toString: "x" } }],
      ["getNiche", {}],
    ];
    return [
      { name: `/mcp ${revision} without a credential`, sent: list, fault: unauthenticated },
      { name: `/mcp ${revision} with a session`, sent: withCredential(list, owner), fault: unauthenticated },
      {
        name: `/mcp ${revision} with an invented key`,
        sent: withCredential(list, { headers: { "x-api-key": "pai_live_none" } }),
        fault: unauthenticated,
      },
      {
        name: `/mcp ${revision} as a page of another site`,
        sent: withCredential({ ...list, headers: { ...list.headers, origin: "https://evil.example" } }, owner),
        fault: unauthenticated,
      },
      { name: `/mcp ${revision} over its limit`, sent: withCredential(large, caller), fault: answered(413) },
      {
        name: `/mcp ${revision} over its limit without a length`,
        sent: withCredential({ ...large, headers: { ...large.headers, ...chunked } }, caller),
        fault: answered(413),
      },
      ...calls.map(([name, given]): Attack => ({
        name: `/mcp ${revision} calls ${name} with ${JSON.stringify(given)}`,
        sent: withCredential(toolCall(revision, name, given), caller),
        fault: failed,
      })),
      { name: `/mcp ${revision} says no JSON`, sent: withCredential({ ...list, body: "{" }, caller), fault: failed },
    ];
  });
}
