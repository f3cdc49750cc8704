/** What the cases of the service's tests share: one edge that is started once, nodes that are closed after each case. */

import type { Answer, Edge } from "../edge.ts";
import type { VectorNode } from "../vector-node.ts";

export interface CaseStage {
  edge(): Edge;
  startNode(): Promise<VectorNode>;
  /** Events that wait for the bus, in their order. */
  outbox(): Promise<{ type: string; subject: string; sequence: number; data: unknown }[]>;
}

/** Status and code of a problem. */
export async function problemCode(answer: Answer): Promise<[number, string]> {
  return [answer.status, ((await answer.json()) as { code: string }).code];
}
