/** What the organisation's plan allows of requests, and what of it is left. */
import { useQuery } from "@tanstack/react-query";
import type { Limits } from "../../../../contracts/services/gateway.ts";
import { count, percent, plural } from "../../interface/formats.ts";
import { Loaded } from "../../interface/notice.tsx";
import { Section } from "../../interface/page.tsx";
import { Table, type Column } from "../../interface/table.tsx";
import { limitsQuery } from "../queries.ts";

type Quota = Limits["quotas"][number];

const whose: Record<Quota["policy"], string> = {
  organisation: "Your organisation, all its people and keys together",
  user: "Each person; what is left is yours",
  key: "Each API key",
};

const columns: Column<Quota>[] = [
  { header: "Who", heads: true, className: "min-w-40", cell: ({ policy }) => whose[policy] },
  { header: "Allowed", kind: "number", cell: ({ requests, seconds }) => `${plural(requests, "request")} in ${plural(seconds, "second")}` },
  {
    header: "Left now",
    kind: "number",
    cell: ({ requests, remaining }) => (remaining === undefined ? "–" : `${count(remaining)} (${percent(remaining / requests)})`),
  },
];

export function PlanLimits() {
  const query = useQuery(limitsQuery);
  return (
    <Section
      title="Your plan"
      lead="Requests to the API, those of this app among them. What was used comes back evenly; a request that finds nothing left is refused, and told when to come again."
    >
      <Loaded query={query} what="the plan">
        {({ plan, quotas }) => (
          <>
            <p className="text-sm">
              Plan: <strong>{plan}</strong>. What is left of a key is in the header <code>RateLimit</code> of its answers.
            </p>
            <Table caption="What your plan allows" columns={columns} rows={quotas} keyOf={({ policy }) => policy} />
          </>
        )}
      </Loaded>
    </Section>
  );
}
