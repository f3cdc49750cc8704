/** The GPU nodes that joined, and how busy they are. */
import { useQuery } from "@tanstack/react-query";
import type { NodeView } from "../../../contracts/services/ai-models.ts";
import { Badge, type Tone } from "../interface/badge.tsx";
import { count, moment } from "../interface/formats.ts";
import { Empty, Loaded } from "../interface/notice.tsx";
import { Section } from "../interface/page.tsx";
import { Table, type Column } from "../interface/table.tsx";
import { nodesQuery } from "./queries.ts";

const tones: Record<NodeView["status"], Tone> = { ready: "good", draining: "warn", lost: "bad" };

const columns: Column<NodeView>[] = [
  { header: "Node", heads: true, cell: ({ name }) => name },
  { header: "Status", cell: ({ status }) => <Badge tone={tones[status]}>{status}</Badge> },
  { header: "Device", cell: ({ device }) => device },
  {
    header: "Models",
    className: "min-w-48 text-muted wrap-anywhere",
    cell: ({ models }) => models.map(({ name, version }) => `${name}@${version.slice(0, 12)}`).join(", "),
  },
  { header: "Tokens waiting", kind: "number", cell: ({ load }) => count(load.queuedTokens) },
  { header: "Tokens running", kind: "number", cell: ({ load }) => count(load.runningTokens) },
  { header: "Tokens a second", kind: "number", cell: ({ load }) => count(load.tokensPerSecond) },
  { header: "Breaker", cell: ({ breaker }) => (breaker === "closed" ? breaker : <Badge tone="warn">{breaker}</Badge>) },
  { header: "Last heartbeat", className: "whitespace-nowrap", cell: ({ lastHeartbeat }) => moment(lastHeartbeat) },
];

export function Nodes() {
  const query = useQuery(nodesQuery);
  return (
    <Section title="GPU nodes" lead="Models run on your own machines; an analysis waits until one of them is ready.">
      <Loaded query={query} what="the nodes">
        {(nodes) =>
          nodes.length === 0 ? (
            <Empty title="No node has joined">
              <p>Start one with a join token. Without a node nothing can be analysed.</p>
            </Empty>
          ) : (
            <Table caption="GPU nodes" columns={columns} rows={nodes} keyOf={({ id }) => id} />
          )
        }
      </Loaded>
    </Section>
  );
}
