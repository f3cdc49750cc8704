/** A test node that dials out: the real membership and link of the GPU node, in front of a test node's HTTP server as its door. */
import { LinkLine } from "../../../gpu-node/dial-out/link-line.ts";
import { EdgeClient } from "../../../gpu-node/join/edge-client.ts";
import { Membership } from "../../../gpu-node/join/membership.ts";
import { dialOutAddress } from "../../../contracts/node-link/protocol.ts";
import type { JoinAnswer, NodeModel } from "../../../contracts/node-protocol.ts";
import { joinToken, testModel } from "./edge.ts";
import { startVectorNode, type VectorNode } from "./vector-node.ts";

export interface DialledNode {
  /** Behind the link. */
  door: VectorNode;
  /** What every join brought. */
  joins: JoinAnswer[];
  /** What it told its operator. */
  lines: string[];
  member: Membership;
  /** Ends everything at once. */
  close(): Promise<void>;
}

export async function dialOut(edge: URL, name: string, models: NodeModel[] = [testModel]): Promise<DialledNode> {
  const door = await startVectorNode();
  const [joins, lines]: [JoinAnswer[], string[]] = [[], []];
  const client = new EdgeClient(edge, joinToken);
  const member = new Membership({
    client,
    line: new LinkLine({ edge, door: door.url }),
    introduction: () => ({ name, url: dialOutAddress, device: "cpu", models }),
    load: () => ({ queuedTokens: 0, runningTokens: 0, tokensPerSecond: 500 }),
    loaded: () => models.map((model) => model.name),
    onJoined: (answer) => {
      joins.push(answer);
      door.trust(answer);
    },
    log: (line) => lines.push(line),
    pauses: { first: 50, longest: 200 },
  });
  member.start();
  return {
    door,
    joins,
    lines,
    member,
    close: async () => {
      await member.leave();
      await Promise.all([member.close(), door.close()]);
    },
  };
}
