/** The services and which of them answer. */
import { useQuery } from "@tanstack/react-query";
import { Badge } from "../interface/badge.tsx";
import { Loaded } from "../interface/notice.tsx";
import { Section } from "../interface/page.tsx";
import { Table, type Column } from "../interface/table.tsx";
import { servicesQuery, type ServiceStatus } from "./queries.ts";

const tones = { ok: "good", degraded: "warn", unreachable: "bad" } as const;
const words = { ok: "answers", degraded: "degraded", unreachable: "does not answer" } as const;

const columns: Column<ServiceStatus>[] = [
  { header: "Service", heads: true, cell: ({ service }) => service },
  {
    header: "Status",
    cell: ({ health, reasons }) => (
      <>
        <Badge tone={tones[health]}>{words[health]}</Badge>
        {reasons.length > 0 && (
          <ul className="mt-1 text-sm text-muted">
            {reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        )}
      </>
    ),
  },
  { header: "Version", cell: ({ version, build }) => [version ?? "–", build].filter(Boolean).join(", build ") },
  {
    header: "API",
    cell: ({ contract }) => (contract === undefined ? "–" : <code title={`SHA-256 ${contract}`}>{contract.slice(0, 12)}</code>),
  },
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
