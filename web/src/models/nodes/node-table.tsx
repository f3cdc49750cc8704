/** The table of nodes. */
import type { NodeView } from "../../../../contracts/services/ai-models.ts";
import { Badge, type Tone } from "../../interface/badge.tsx";
import { Button } from "../../interface/button.tsx";
import { count, moment, timeOfDay } from "../../interface/formats.ts";
import { Table, type Column } from "../../interface/table.tsx";
import { versionName } from "../version-name.ts";
import { workWords } from "./node-words.ts";

const tones: Record<NodeView["status"], Tone> = { ready: "good", draining: "warn", left: "plain", lost: "bad" };

const columns: Column<NodeView>[] = [
  {
    header: "Node",
    heads: true,
    className: "whitespace-nowrap",
    cell: ({ name, device, dialsOut }) => (
      <>
        {name}
        <span className="block text-xs font-normal text-muted">
          {device}, {dialsOut ? "dials out" : "is called"}
        </span>
      </>
    ),
  },
  { header: "Status", cell: ({ status }) => <Badge tone={tones[status]}>{status}</Badge> },
  {
    header: "Lease",
    className: "whitespace-nowrap",
    cell: ({ status, leaseUntil, lastHeartbeat }) =>
      status === "lost" || status === "left" ? (
        `last heard ${moment(lastHeartbeat)}`
      ) : (
        <>
          until {timeOfDay(leaseUntil)}
          <span className="block text-xs text-muted">heard {timeOfDay(lastHeartbeat)}</span>
        </>
      ),
  },
  { header: "Models", className: "min-w-64", cell: ({ models }) => <Models models={models} /> },
  {
    header: "Load",
    className: "whitespace-nowrap tabular-nums",
    cell: ({ load }) => (
      <>
        {workWords(load)}
        <span className="block text-xs text-muted">
          {count(load.queuedTokens)} tokens wait, {count(load.runningTokens)} run
        </span>
      </>
    ),
  },
  { header: "Tokens a second", kind: "number", cell: ({ load }) => (load.tokensPerSecond > 0 ? count(load.tokensPerSecond) : "–") },
  { header: "Joins", kind: "number", cell: ({ epoch }) => count(epoch) },
];

/** What an operator does with a node. */
export interface NodeActions {
  remove: (node: NodeView) => void;
  setDraining: (node: NodeView, draining: boolean) => void;
  /** Id of the node that is being told. */
  busy: string | undefined;
}

/** `actions`: absent for those who may not. */
export function NodeTable({ nodes, actions }: { nodes: readonly NodeView[]; actions?: NodeActions | undefined }) {
  const buttons: Column<NodeView> = {
    header: <span className="sr-only">Actions</span>,
    cell: (node) => (
      <span className="flex flex-wrap justify-end gap-2">
        <Button
          aria-label={`${node.drained ? "Resume" : "Drain"} ${node.name}`}
          pending={actions?.busy === node.id}
          onClick={() => actions?.setDraining(node, !node.drained)}
        >
          {node.drained ? "Resume" : "Drain"}
        </Button>
        <Button look="danger" aria-label={`Remove ${node.name}`} onClick={() => actions?.remove(node)}>
          Remove
        </Button>
      </span>
    ),
  };
  return <Table caption="GPU nodes" columns={actions ? [...columns, buttons] : columns} rows={nodes} keyOf={({ id }) => id} />;
}

function Models({ models }: Pick<NodeView, "models">) {
  return (
    <ul className="space-y-1">
      {models.map(({ name, version, loaded, breaker }) => (
        <li key={`${name}@${version}`} className="flex flex-wrap items-center gap-x-2">
          <span className="wrap-anywhere">{versionName({ name, version })}</span>
          {loaded && <Badge>in memory</Badge>}
          {breaker !== "closed" && <Badge tone="warn">breaker {breaker}</Badge>}
        </li>
      ))}
    </ul>
  );
}
