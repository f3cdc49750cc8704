/** The only way to the actors that hold the links of nodes: one a node. They take whatever they are handed for checked. */
import { linkHeaders } from "./domain/link-headers.ts";
import type { LinkRequest } from "../../contracts/node-link/protocol.ts";

/** Hands the upgrade of a node over, whose right to it was checked. */
export function openLink(namespace: DurableObjectNamespace, node: { id: string; epoch: number }): Promise<Response> {
  return namespace.getByName(node.id).fetch("https://link/", { headers: { ...headersOf(node), upgrade: "websocket" } });
}

/** Calls the node over the link of that epoch. Answers the frames of the stream, or a refusal like a node's. */
export function callOverLink(
  namespace: DurableObjectNamespace,
  node: { id: string; epoch: number },
  call: LinkRequest,
  body: Uint8Array<ArrayBuffer>,
): Promise<Response> {
  const headers = { ...headersOf(node), [linkHeaders.call]: encodeURIComponent(JSON.stringify(call)) };
  return namespace.getByName(node.id).fetch("https://link/", { method: "POST", headers, body });
}

/** Closes the link of a node that is no member any more, if it has one. */
export async function closeLink(namespace: DurableObjectNamespace, nodeId: string): Promise<void> {
  await namespace.getByName(nodeId).fetch("https://link/", { method: "DELETE", headers: headersOf({ id: nodeId, epoch: 0 }) });
}

function headersOf({ id, epoch }: { id: string; epoch: number }): Record<string, string> {
  return { [linkHeaders.nodeId]: id, [linkHeaders.epoch]: String(epoch) };
}
