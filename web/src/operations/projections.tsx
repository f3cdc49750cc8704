/** The tables that services build from events, and the way to build them anew. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { ProjectingService, ServiceProjections } from "../../../contracts/services/database.ts";
import { Badge } from "../interface/badge.tsx";
import { Button } from "../interface/button.tsx";
import { ConfirmDialog } from "../interface/confirm-dialog.tsx";
import { count, words } from "../interface/formats.ts";
import { Loaded } from "../interface/notice.tsx";
import { Section } from "../interface/page.tsx";
import { Table, type Column } from "../interface/table.tsx";
import { usePermission } from "../session/permission.ts";
import { administerDatabase } from "./demands.ts";
import { maintenancesQuery, projectionsQuery, startRebuild } from "./maintenance-queries.ts";

const columns: Column<ServiceProjections>[] = [
  { header: "Service", heads: true, cell: ({ service }) => service },
  {
    header: "Tables, with your rows",
    className: "min-w-56",
    cell: ({ reachable, projections }) => {
      if (!reachable) return <Badge tone="bad">does not answer</Badge>;
      if (projections.length === 0) return <span className="text-muted">builds none</span>;
      return projections.map(({ name, rows }) => `${words(name)} ${count(rows)}`).join(", ");
    },
  },
  { header: "Events waiting", kind: "number", cell: ({ lag }) => count(lag) },
  { header: "Position", kind: "number", cell: ({ cursor }) => count(cursor) },
];

export function Projections() {
  const query = useQuery(projectionsQuery);
  const [asked, setAsked] = useState<ProjectingService | null>(null);
  const permission = usePermission(administerDatabase, "rebuild tables");
  const rebuild: Column<ServiceProjections> = {
    header: <span className="sr-only">Rebuild</span>,
    cell: ({ service, reachable, projections }) =>
      reachable &&
      projections.length > 0 && (
        <Button aria-label={`Rebuild the tables of ${service}`} onClick={() => setAsked(service)}>
          Rebuild
        </Button>
      ),
  };
  return (
    <Section
      title="Tables"
      lead="What lists show is kept in tables that are built from the log of events. If one shows something wrong, have it verified below, and rebuild it."
    >
      <Loaded query={query} what="the tables" room="min-h-80">
        {(services) => (
          <Table
            caption="Tables"
            columns={permission.allowed ? [...columns, rebuild] : columns}
            rows={services}
            keyOf={({ service }) => service}
          />
        )}
      </Loaded>
      {asked !== null && <RebuildDialog service={asked} onClose={() => setAsked(null)} />}
    </Section>
  );
}

function RebuildDialog({ service, onClose }: { service: ProjectingService; onClose: () => void }) {
  const queries = useQueryClient();
  const starting = useMutation({
    mutationFn: () => startRebuild(service),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: maintenancesQuery.queryKey });
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title={`Rebuild the tables of ${service}?`}
      verb="Rebuild"
      pending={starting.isPending}
      error={starting.error}
      onConfirm={() => starting.mutate()}
      onClose={onClose}
    >
      <p>
        All events of your organisation are replayed into fresh rows, which then take the place of the old ones at once. Meanwhile
        everything works as before, and new events are not missed.
      </p>
      <p className="text-muted">Follow it under “Long work” below.</p>
    </ConfirmDialog>
  );
}
