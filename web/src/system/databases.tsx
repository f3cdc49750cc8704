/** The databases of the services: what was applied, what is missing, what nobody knows. */
import { useQuery } from "@tanstack/react-query";
import type { ServiceSchema } from "../../../contracts/services/database.ts";
import { Badge } from "../interface/badge.tsx";
import { Loaded } from "../interface/notice.tsx";
import { Section } from "../interface/page.tsx";
import { Table, type Column } from "../interface/table.tsx";
import { schemaQuery } from "./queries.ts";

const columns: Column<ServiceSchema>[] = [
  { header: "Database of", heads: true, cell: ({ service }) => service },
  {
    header: "Status",
    cell: ({ reachable, drift }) => {
      if (!reachable) return <Badge tone="bad">does not answer</Badge>;
      return <Badge tone={drift ? "warn" : "good"}>{drift ? "drifted" : "up to date"}</Badge>;
    },
  },
  {
    header: "Migrations",
    cell: ({ migrations }) => (
      <ul className="space-y-0.5">
        {migrations.map(({ name, state, appliedAt }) => (
          <li key={name}>
            {name} <span className="text-muted">{state === "applied" ? `applied ${appliedAt ?? ""}` : state}</span>
          </li>
        ))}
      </ul>
    ),
  },
];

export function Databases() {
  const query = useQuery(schemaQuery);
  return (
    <Section title="Databases">
      <Loaded query={query} what="the databases">
        {(schemas) => <Table caption="Databases" columns={columns} rows={schemas} keyOf={({ service }) => service} />}
      </Loaded>
    </Section>
  );
}
