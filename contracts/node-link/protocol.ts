/** What edge and node say to each other over a link, beside the frames themselves. */
import * as z from "zod";

/** The address of a node that the edge cannot call: it dials out, and is called over its link. */
export const dialOutAddress = "dial-out:";

/**
 * Where a node opens its link: `GET` with `Upgrade: websocket`, signed like a heartbeat with an empty body. Each join brings an epoch, and
 * each epoch opens one link: a later one closes it.
 */
export function linkPath(nodeId: string, epoch: number): string {
  return `/api/v1/nodes/${nodeId}/link?epoch=${epoch}`;
}

/** How the edge ends a link (RFC 6455, 7.4.2: 4000 to 4999 are for applications). After any of them the node joins again. */
export const linkCloseCodes = {
  /** What came is not of this protocol. */
  malformed: 4400,
  /** The signature does not fit, is too old, or is not of this node. */
  unauthenticated: 4401,
  /** Another link of this node is newer, or has this very epoch. */
  replaced: 4409,
} as const;

/** Calls under way over one link at most; the edge turns away the next one as it would from a full node. */
export const maxStreams = 256;

const headersSchema = z.record(z.string(), z.string());

export const linkRequestSchema = z.object({
  path: z.string().startsWith("/"),
  headers: headersSchema,
  /** Milliseconds after which the node gives up by itself, should no cancel reach it. */
  timeoutMs: z.number().positive(),
});
export type LinkRequest = z.infer<typeof linkRequestSchema>;

export const linkAnswerSchema = z.object({ status: z.int().min(200).max(599), headers: headersSchema });
export type LinkAnswer = z.infer<typeof linkAnswerSchema>;

/** `refused`: the edge no longer knows this epoch. `failed`: the edge's own trouble; the lease may still hold. */
export const heardSchema = z.object({ outcome: z.enum(["accepted", "refused", "failed"]) });
export type Heard = z.infer<typeof heardSchema>;
