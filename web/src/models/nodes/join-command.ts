/** The command with which a node joins, as docs/how-to/join-a-gpu-node.md has it. */

export type Way = "direct" | "dial-out";

export interface Joining {
  /** Address of the edge: where this page came from. */
  edge: string;
  token: string;
  /** Undefined: the node calls itself as its machine is called. */
  nodeName: string | undefined;
}

/** What stands where the address goes at which the edge is to reach a node elsewhere: only its owner knows it. */
export const unknownAddress = "https://<where the edge reaches it>";

/**
 * `direct`: the edge calls the node. On the edge's own machine that needs nothing more, elsewhere the node must say where it is reached. `dial-out`: the
 * node opens the way itself, behind NAT too.
 */
export function joinCommand(way: Way, { edge, token, nodeName }: Joining): string {
  const elsewhere = way === "direct" && !isLoopback(edge);
  const settings = [
    ...(elsewhere ? ["PAISSIVE_NODE_HOST=0.0.0.0 PAISSIVE_NODE_PORT=8788", `PAISSIVE_NODE_URL='${unknownAddress}'`] : []),
    `PAISSIVE_EDGE_URL=${quoted(edge)}`,
    `PAISSIVE_JOIN_TOKEN=${quoted(token)}`,
    ...(nodeName === undefined ? [] : [`PAISSIVE_NODE_NAME=${quoted(nodeName)}`]),
  ];
  return [...settings, `node gpu-node/main.ts${way === "dial-out" ? " --dial-out" : ""}`].join(" \\\n");
}

export function isLoopback(edge: string): boolean {
  const { hostname } = new URL(edge);
  return hostname === "localhost" || hostname === "[::1]" || hostname.startsWith("127.");
}

/** As a POSIX shell takes it for one word. */
function quoted(text: string): string {
  return /^[\w.:/@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
