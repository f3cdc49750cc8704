/** The GPU nodes: how they are, what they hold, and how another one joins. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { NodeView } from "../../../../contracts/services/ai-models.ts";
import { Meanings } from "../../interface/meanings.tsx";
import { Empty, Failure, Loaded, Remark } from "../../interface/notice.tsx";
import { Section } from "../../interface/page.tsx";
import { OperatorPanel, useOperator } from "../../operator/operator-access.tsx";
import { setNodeDraining } from "../operator-queries.ts";
import { nodesQuery } from "../queries.ts";
import { JoinCommands } from "./join-commands.tsx";
import { JoinTokens } from "./join-tokens.tsx";
import { NodeTable } from "./node-table.tsx";
import { nodeAdvice } from "./node-words.ts";
import { RemoveNodeDialog } from "./remove-node-dialog.tsx";

/** Nodes are heard every two seconds. */
const followMs = 2_000;

export function Nodes() {
  const query = useQuery({ ...nodesQuery, refetchInterval: followMs });
  const api = useOperator();
  const [leaving, setLeaving] = useState<NodeView | null>(null);
  const queries = useQueryClient();
  const draining = useMutation({
    mutationFn: async ({ id, on }: { id: string; on: boolean }) => api && setNodeDraining(api, id, on),
    onSuccess: () => queries.invalidateQueries({ queryKey: nodesQuery.queryKey }),
  });
  const actions = api && {
    remove: setLeaving,
    setDraining: ({ id }: NodeView, on: boolean) => draining.mutate({ id, on }),
    busy: draining.isPending ? draining.variables.id : undefined,
  };
  return (
    <>
      <Section
        title="GPU nodes"
        lead="Your own machines, on which the models run. Each says every two seconds how it is; one not heard for ten is lost."
      >
        <Loaded query={query} what="the nodes" room="min-h-64">
          {(nodes) =>
            nodes.length === 0 ? (
              <Empty title="No node has joined">
                <p>Without one no model answers, and an analysis waits. Start one with a command below.</p>
              </Empty>
            ) : (
              <>
                <NodeTable nodes={nodes} actions={actions} />
                {draining.error !== null && <Failure error={draining.error} />}
                <Advice nodes={nodes} />
              </>
            )
          }
        </Loaded>
        <Meanings items={meanings} />
      </Section>
      <Section title="Join a node" lead="Any machine with Node 24 and this repository, on its CPU or its GPU.">
        <OperatorPanel what="make join tokens, drain or remove nodes" />
        {api ? (
          <JoinTokens api={api} />
        ) : (
          <JoinCommands joining={{ edge: window.location.origin, token: "<the token>", nodeName: undefined }} />
        )}
      </Section>
      {api && leaving && <RemoveNodeDialog api={api} node={leaving} onClose={() => setLeaving(null)} />}
    </>
  );
}

function Advice({ nodes }: { nodes: readonly NodeView[] }) {
  const advice = nodes.flatMap((node) => nodeAdvice(node) ?? []);
  if (advice.length === 0) return null;
  return (
    <Remark>
      <ul className="space-y-1">
        {advice.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </Remark>
  );
}

const meanings = [
  { word: "ready", meaning: "It is heard and takes calls." },
  { word: "draining", meaning: "It was told to end, or drained by an operator: it finishes what it has, and gets nothing new." },
  { word: "left", meaning: "It finished what it had and ended. It takes calls when it joins again." },
  { word: "lost", meaning: "Its lease ran out. What it had goes to other nodes." },
  {
    word: "in memory",
    meaning: "The model answers at once. Any other of the node's models is loaded when a call comes, which takes a moment.",
  },
  {
    word: "breaker open, half-open",
    meaning: "The node failed too many calls of this model and gets none of it for a while; then one call is a trial, and decides.",
  },
  { word: "joins", meaning: "How often a node of this name joined. Every join closes what the one before it had." },
];
