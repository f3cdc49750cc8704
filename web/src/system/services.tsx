/** The services and which of them answer. */
import { useQuery } from "@tanstack/react-query";
import { Badge } from "../interface/badge.tsx";
import { Loaded } from "../interface/notice.tsx";
import { Section } from "../interface/page.tsx";
import { Table, type Column } from "../interface/table.tsx";
import { servicesQuery, type ServiceStatus } from "./queries.ts";

const columns: Column<ServiceStatus>[] = [
  { header: "Service", heads: true, cell: ({ service }) => service },
  {
    header: "Status",
    cell: ({ reachable }) => <Badge tone={reachable ? "good" : "bad"}>{reachable ? "answers" : "does not answer"}</Badge>,
  },
  { header: "Version", cell: ({ version }) => version ?? "–" },
  { header: "Calls", className: "text-muted", cell: ({ dependencies }) => (dependencies.length > 0 ? dependencies.join(", ") : "nobody") },
  { header: "Event types it receives", kind: "number", cell: ({ handles }) => handles.length },
];

export function Services() {
  const query = useQuery(servicesQuery);
  return (
    <Section title="Services">
      <Loaded query={query} what="the services">
        {(services) => <Table caption="Services" columns={columns} rows={services} keyOf={({ service }) => service} />}
      </Loaded>
    </Section>
  );
}
