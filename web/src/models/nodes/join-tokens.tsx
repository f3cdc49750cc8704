/** One-time join tokens, for the operator: make one, see what became of each, revoke. */
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { JoinTokenView } from "../../../../contracts/services/node-admission.ts";
import type { KeyedApi } from "../../api/client.ts";
import { Badge, type Tone } from "../../interface/badge.tsx";
import { Button } from "../../interface/button.tsx";
import { moment } from "../../interface/formats.ts";
import { Empty, Failure, Loaded } from "../../interface/notice.tsx";
import { ShowMore } from "../../interface/show-more.tsx";
import { Table, type Column } from "../../interface/table.tsx";
import { joinTokensQuery, revokeJoinToken } from "../operator-queries.ts";
import { JoinTokenDialog } from "./join-token-dialog.tsx";

const tones: Record<JoinTokenView["state"], Tone> = { unused: "accent", used: "good", expired: "plain", revoked: "plain" };

const columns: Column<JoinTokenView>[] = [
  {
    header: "Token",
    heads: true,
    className: "min-w-40",
    cell: ({ id, note }) => (
      <>
        {note ?? id}
        {note !== null && <span className="block text-xs font-normal text-muted">{id}</span>}
      </>
    ),
  },
  { header: "For the node", cell: ({ nodeName }) => nodeName ?? "the first that joins" },
  { header: "State", cell: ({ state }) => <Badge tone={tones[state]}>{state}</Badge> },
  { header: "Made", className: "whitespace-nowrap", cell: ({ issuedAt }) => moment(issuedAt) },
  {
    header: "Used or ends",
    className: "whitespace-nowrap",
    cell: ({ usedAt, expiresAt }) => (usedAt === null ? `ends ${moment(expiresAt)}` : `used ${moment(usedAt)}`),
  },
];

export function JoinTokens({ api }: { api: KeyedApi }) {
  const [making, setMaking] = useState(false);
  const query = useInfiniteQuery(joinTokensQuery(api));
  const queries = useQueryClient();
  const revoking = useMutation({
    mutationFn: (id: string) => revokeJoinToken(api, id),
    onSuccess: () => queries.invalidateQueries({ queryKey: joinTokensQuery(api).queryKey }),
  });
  const revoke: Column<JoinTokenView> = {
    header: <span className="sr-only">Revoke</span>,
    cell: ({ id, state }) =>
      (state === "unused" || state === "used") && (
        <Button
          look="danger"
          aria-label={`Revoke ${id}`}
          pending={revoking.isPending && revoking.variables === id}
          onClick={() => revoking.mutate(id)}
        >
          Revoke
        </Button>
      ),
  };
  return (
    <div className="space-y-3">
      <Button look="primary" onClick={() => setMaking(true)}>
        New join token
      </Button>
      {revoking.error !== null && <Failure error={revoking.error} />}
      <Loaded query={query} what="the tokens">
        {({ pages }) =>
          pages.every(({ items }) => items.length === 0) ? (
            <Empty title="No one-time tokens yet">
              <p>Make one for each node. It lets one node join, again and again under the same name, and no other.</p>
            </Empty>
          ) : (
            <Table caption="Join tokens" columns={[...columns, revoke]} rows={pages.flatMap(({ items }) => items)} keyOf={({ id }) => id} />
          )
        }
      </Loaded>
      <ShowMore query={query} what="tokens" />
      <p className="max-w-prose text-sm text-muted">
        A token that was used lets that node join again after a restart. Revoked, the node stays until it would have to join again: to put
        it out at once, remove it.
      </p>
      {making && <JoinTokenDialog api={api} onClose={() => setMaking(false)} />}
    </div>
  );
}
