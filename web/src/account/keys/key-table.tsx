/** The table of API keys. */
import { useState } from "react";
import type { ApiKey } from "../../../../contracts/services/auth.ts";
import { Badge } from "../../interface/badge.tsx";
import { Button } from "../../interface/button.tsx";
import { moment } from "../../interface/formats.ts";
import { Table, type Column } from "../../interface/table.tsx";
import { isValid } from "./key-state.ts";
import { RevokeKeyDialog } from "./revoke-key-dialog.tsx";
import { RotateKeyDialog } from "./rotate-key-dialog.tsx";

const columns: Column<ApiKey>[] = [
  {
    header: "Name",
    heads: true,
    className: "min-w-32",
    cell: ({ name, successor }) => (
      <>
        {name}
        {successor !== null && <span className="block text-xs font-normal text-muted">rotated: another key is in its place</span>}
      </>
    ),
  },
  { header: "Acts as", className: "whitespace-nowrap", cell: ({ service }) => (service === null ? "a person" : <Badge>a service</Badge>) },
  { header: "May", className: "min-w-56 text-muted", cell: ({ scopes }) => scopes.join(", ") },
  { header: "Made", className: "whitespace-nowrap", cell: ({ createdAt }) => moment(createdAt) },
  { header: "Last used", className: "whitespace-nowrap", cell: ({ lastUsedAt }) => (lastUsedAt === null ? "never" : moment(lastUsedAt)) },
  { header: "Ends", className: "whitespace-nowrap", cell: ({ expiresAt }) => (expiresAt === null ? "never" : moment(expiresAt)) },
  {
    header: "Status",
    cell: (key) => {
      if (key.revokedAt !== null) return <Badge>revoked {moment(key.revokedAt)}</Badge>;
      return isValid(key, Date.now()) ? <Badge tone="good">valid</Badge> : <Badge>expired</Badge>;
    },
  },
];

type Asked = { what: "rotate" | "revoke"; key: ApiKey };

export function KeyTable({ keys, mayChange }: { keys: readonly ApiKey[]; mayChange: boolean }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const actions: Column<ApiKey> = {
    header: <span className="sr-only">Actions</span>,
    cell: (key) =>
      isValid(key, Date.now()) && (
        <span className="flex justify-end gap-2">
          {key.successor === null && (
            <Button aria-label={`Rotate ${key.name}`} onClick={() => setAsked({ what: "rotate", key })}>
              Rotate
            </Button>
          )}
          <Button look="danger" aria-label={`Revoke ${key.name}`} onClick={() => setAsked({ what: "revoke", key })}>
            Revoke
          </Button>
        </span>
      ),
  };
  const close = () => setAsked(null);
  return (
    <>
      <Table caption="API keys" columns={mayChange ? [...columns, actions] : columns} rows={keys} keyOf={({ id }) => id} />
      {asked?.what === "rotate" && <RotateKeyDialog apiKey={asked.key} onClose={close} />}
      {asked?.what === "revoke" && <RevokeKeyDialog apiKey={asked.key} onClose={close} />}
    </>
  );
}
