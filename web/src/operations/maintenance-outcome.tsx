/** What came of a piece of long work, by its kind. */
import type { ReactNode } from "react";
import type { Maintenance, ServiceVerification } from "../../../contracts/services/database.ts";
import { Badge, type Tone } from "../interface/badge.tsx";
import { count, moment, plural, words } from "../interface/formats.ts";
import { Meanings } from "../interface/meanings.tsx";
import { Table, type Column } from "../interface/table.tsx";
import { ExportOutcome } from "./export-outcome.tsx";

export function MaintenanceOutcome({ work }: { work: Maintenance }): ReactNode {
  switch (work.kind) {
    case "verification":
      return work.result && <Verified head={work.result.head} services={work.result.services} />;
    case "rebuild":
      return (
        work.result && (
          <p>
            {plural(work.result.events, "event")} replayed, up to position {count(work.result.head)}. Rows now:{" "}
            {work.result.projections.map(({ name, rows }) => `${words(name)} ${count(rows)}`).join(", ") || "none"}.
          </p>
        )
      );
    case "export":
      return work.result && <ExportOutcome id={work.id} result={work.result} succeeded={work.status === "succeeded"} />;
    case "erasure":
      return (
        work.result && (
          <p className="wrap-anywhere">
            Certificate: {work.result.organisation}, asked by {work.result.requestedBy} {moment(work.result.requestedAt)};{" "}
            {plural(work.result.actors, "actor")} and rows of {plural(work.result.services.length, "service")} erased
            {work.result.erasedAt === undefined ? " so far" : ` by ${moment(work.result.erasedAt)}`}.
          </p>
        )
      );
  }
}

const tones: Record<ServiceVerification["outcome"], Tone> = { verified: "good", mismatched: "bad", behind: "warn", unreachable: "bad" };

const columns: Column<ServiceVerification>[] = [
  { header: "Service", heads: true, cell: ({ service }) => service },
  { header: "Outcome", cell: ({ outcome }) => <Badge tone={tones[outcome]}>{outcome}</Badge> },
  { header: "Events replayed", kind: "number", cell: ({ events }) => count(events) },
  { header: "Rows compared", kind: "number", cell: ({ projections }) => count(projections.reduce((sum, { rows }) => sum + rows, 0)) },
  { header: "Mismatches", kind: "number", cell: ({ mismatchCount }) => count(mismatchCount) },
  {
    header: "Detail",
    className: "min-w-48 text-muted wrap-anywhere",
    cell: ({ detail, mismatches }) =>
      detail ??
      mismatches
        .map(({ projection, key }) => `${projection} ${key}`)
        .slice(0, 5)
        .join(", "),
  },
];

const meanings = [
  { word: "verified", meaning: "Every row is what the log says." },
  { word: "mismatched", meaning: "Some rows are not, although everything was delivered. Rebuild the tables of that service." },
  { word: "behind", meaning: "Some rows are not, but events were still on their way. Wait until nothing waits and verify again." },
  { word: "unreachable", meaning: "The service did not answer. Look whether it runs, and verify again." },
];

function Verified({ head, services }: { head: number; services: readonly ServiceVerification[] }) {
  return (
    <div className="space-y-3">
      <p className="text-muted">Events up to position {count(head)} were replayed.</p>
      <Table caption="Verification by service" columns={columns} rows={services} keyOf={({ service }) => service} />
      <Meanings items={meanings} />
    </div>
  );
}
