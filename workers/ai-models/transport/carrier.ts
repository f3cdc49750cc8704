/** How a signed request gets to a node and its answer back: the one thing in which direct nodes and those that dial out differ. */
import { dialOutAddress } from "../../../contracts/node-link/protocol.ts";
import { overLink } from "./link-carrier.ts";
import type { NodeTarget } from "./node-transport.ts";

export interface CarriedRequest {
  /** Scheme and host mean something only to a carrier that calls them; what is signed is the path. */
  url: URL;
  headers: Record<string, string>;
  body: Uint8Array<ArrayBuffer>;
  /** How long the answer is of use. */
  timeoutMs: number;
  /** Aborted when nobody waits any more. */
  signal: AbortSignal;
}

/** Gives the node's answer whatever its status; rejects when there is none, with the signal's reason when that was why. */
export type Carrier = (target: NodeTarget, request: CarriedRequest) => Promise<Response>;

/** A call to the node's own address. */
export const overHttp: Carrier = (_, { url, headers, body, signal }) =>
  // A node answers by itself; following it elsewhere would hand a signed request to a stranger.
  fetch(url, { method: "POST", headers, body, signal, redirect: "manual" });

/** Over its link to a node that dialled out, else to its address. */
export function byAddress(links: DurableObjectNamespace): Carrier {
  const linked = overLink(links);
  return (target, request) => (target.url === dialOutAddress ? linked : overHttp)(target, request);
}

/** Where a call to this node goes. One that dials out has no host. */
export function addressOf({ url }: NodeTarget, path: string): URL {
  return new URL(`${url === dialOutAddress ? "https://node" : url}${path}`);
}
