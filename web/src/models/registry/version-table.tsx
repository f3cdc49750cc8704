/** The table of versions. */
import { Badge } from "../../interface/badge.tsx";
import { Button } from "../../interface/button.tsx";
import { count, moment } from "../../interface/formats.ts";
import { Table, type Column } from "../../interface/table.tsx";
import type { Version } from "../queries.ts";
import { versionName } from "../version-name.ts";

export function VersionTable({ versions, onOpen }: { versions: readonly Version[]; onOpen: (version: Version) => void }) {
  const columns: Column<Version>[] = [
    {
      header: "Version",
      heads: true,
      className: "min-w-56 wrap-anywhere",
      cell: (version) => (
        <>
          {versionName(version)}
          {version.release !== null && <span className="block text-xs font-normal text-muted">release {version.release}</span>}
        </>
      ),
    },
    { header: "Task", cell: ({ task }) => task },
    { header: "Meant by", className: "min-w-32", cell: (version) => <MeantBy version={version} /> },
    {
      header: "Nodes",
      kind: "number",
      cell: ({ readyNodes, retiredAt }) => (readyNodes === 0 && retiredAt === null ? <Badge tone="warn">none</Badge> : count(readyNodes)),
    },
    { header: "Licence", className: "whitespace-nowrap", cell: ({ manifest }) => manifest?.licence ?? "–" },
    { header: "Registered", className: "whitespace-nowrap", cell: ({ created }) => moment(new Date(created * 1_000).toISOString()) },
    {
      header: <span className="sr-only">Manifest</span>,
      cell: (version) => (
        <Button aria-label={`Show ${versionName(version)}`} onClick={() => onOpen(version)}>
          Show
        </Button>
      ),
    },
  ];
  return <Table caption="Versions" columns={columns} rows={versions} keyOf={({ id }) => id} />;
}

function MeantBy({ version: { aliases, canaryOf, retiredAt } }: { version: Version }) {
  if (retiredAt !== null) return <Badge>retired</Badge>;
  if (aliases.length + canaryOf.length === 0) return <span className="text-muted">nobody</span>;
  return (
    <span className="flex flex-wrap gap-1">
      {aliases.map((alias) => (
        <Badge key={alias} tone="good">
          {alias}
        </Badge>
      ))}
      {canaryOf.map((alias) => (
        <Badge key={alias} tone="accent">
          canary of {alias}
        </Badge>
      ))}
    </span>
  );
}
