/** The table of API keys. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ApiKey } from "../../../contracts/services/auth.ts";
import { Badge } from "../interface/badge.tsx";
import { Button } from "../interface/button.tsx";
import { moment } from "../interface/formats.ts";
import { Failure } from "../interface/notice.tsx";
import { Table, type Column } from "../interface/table.tsx";
import { keysQuery, revokeKey } from "./queries.ts";

export function KeyTable({ keys }: { keys: readonly ApiKey[] }) {
  const queries = useQueryClient();
  const revoking = useMutation({ mutationFn: revokeKey, onSuccess: () => queries.invalidateQueries({ queryKey: keysQuery.queryKey }) });
  const columns: Column<ApiKey>[] = [
    { header: "Name", heads: true, cell: ({ name }) => name },
    { header: "May", className: "min-w-56 text-muted", cell: ({ scopes }) => scopes.join(", ") },
    { header: "Made", className: "whitespace-nowrap", cell: ({ createdAt }) => moment(createdAt) },
    { header: "Ends", className: "whitespace-nowrap", cell: ({ expiresAt }) => (expiresAt === null ? "never" : moment(expiresAt)) },
    {
      header: "Status",
      cell: ({ revokedAt }) => (revokedAt === null ? <Badge tone="good">valid</Badge> : <Badge>revoked {moment(revokedAt)}</Badge>),
    },
    {
      header: <span className="sr-only">Revoke</span>,
      cell: ({ id, name, revokedAt }) =>
        revokedAt === null && (
          <Button
            look="danger"
            aria-label={`Revoke ${name}`}
            pending={revoking.isPending && revoking.variables === id}
            onClick={() => revoking.mutate(id)}
          >
            Revoke
          </Button>
        ),
    },
  ];
  return (
    <>
      {revoking.error !== null && <Failure error={revoking.error} />}
      <Table caption="API keys" columns={columns} rows={keys} keyOf={({ id }) => id} />
    </>
  );
}
