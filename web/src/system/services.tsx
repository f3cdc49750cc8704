/** The gateway and the services, and which of them answer. */
import { useQuery } from "@tanstack/react-query";
import type { ServiceStatus } from "../../../contracts/services/gateway.ts";
import { Badge } from "../interface/badge.tsx";
import { words } from "../interface/formats.ts";
import { Loaded } from "../interface/notice.tsx";
import { Section } from "../interface/page.tsx";
import { Table, type Column } from "../interface/table.tsx";
import { servicesQuery } from "./queries.ts";

const tones = { ok: "good", degraded: "warn", unreachable: "bad" } as const;
const states = { ok: "answers", degraded: "degraded", unreachable: "does not answer" } as const;

/** Of a service that does not answer. */
const unknown = "–";

const columns: Column<ServiceStatus>[] = [
  { header: "Service", heads: true, cell: ({ service }) => service },
  {
    header: "Status",
    cell: ({ health, reasons }) => (
      <>
        <Badge tone={tones[health]}>{states[health]}</Badge>
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
  { header: "Version", cell: (status) => (status.reachable ? [status.version, status.build].filter(Boolean).join(", build ") : unknown) },
  {
    header: "API",
    cell: (status) => (status.reachable ? <code title={`SHA-256 ${status.contract}`}>{status.contract.slice(0, 12)}</code> : unknown),
  },
  { header: "Calls", className: "text-muted", cell: (status) => (status.reachable ? callsOf(status).join(", ") || "nobody" : unknown) },
  {
    header: "Event types it receives",
    kind: "number",
    cell: (status) => (status.reachable ? (status.handles ?? []).length : unknown),
  },
];

/** The services that it calls, and what else it is bound to. */
function callsOf({ dependencies, bindings = [] }: Extract<ServiceStatus, { reachable: true }>): string[] {
  return [...dependencies, ...bindings.map((name) => `its ${words(name)}`)];
}

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
