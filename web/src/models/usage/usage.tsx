/** What the organisation used of the models, by who asked, and what its plan allows; for the operator, what every organisation used. */
import { useInfiniteQuery, useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { InstallationUsage, Usage as UsageAnswer } from "../../../../contracts/services/model-monitor.ts";
import { keysQuery } from "../../account/keys/queries.ts";
import { count, percent, plural, words } from "../../interface/formats.ts";
import { Empty, Loaded } from "../../interface/notice.tsx";
import { Section } from "../../interface/page.tsx";
import { Table, type Column } from "../../interface/table.tsx";
import { choiceLinkClass } from "../../interface/views.tsx";
import { OperatorPanel, useOperator } from "../../operator/operator-access.tsx";
import { meQuery } from "../../session/session.ts";
import { usageDays } from "../model-views.ts";
import { installationUsageQuery } from "../operator-queries.ts";
import { usageQuery } from "../queries.ts";
import { PlanLimits } from "./plan-limits.tsx";

const route = getRouteApi("/inside/models");

type Item = UsageAnswer["items"][number];

export function Usage() {
  const search = route.useSearch();
  const { days = 30 } = search;
  const query = useQuery(usageQuery(days));
  const api = useOperator();
  return (
    <>
      <nav aria-label="Days" className="flex flex-wrap gap-1">
        {usageDays.map((one) => (
          <Link
            key={one}
            to="/models"
            search={{ ...search, days: one }}
            resetScroll={false}
            aria-current={one === days ? "page" : undefined}
            activeOptions={{ exact: true }}
            className={`${choiceLinkClass} text-sm`}
          >
            {plural(one, "day")}
          </Link>
        ))}
      </nav>
      <Section
        title="Your organisation"
        lead="By who asked: a person, a key, a team's run, or a service on your behalf. Most tokens first."
      >
        <Loaded query={query} what="the usage">
          {(usage) =>
            usage.items.length === 0 ? (
              <Empty title="Nobody of your organisation called a model in these days">
                <p>An analysis or a call of the API does.</p>
              </Empty>
            ) : (
              <UsageTable usage={usage} />
            )
          }
        </Loaded>
      </Section>
      <PlanLimits />
      <OperatorPanel what="see what every organisation used" />
      {api && (
        <Section title="Every organisation">
          <EveryOrganisation days={days} />
        </Section>
      )}
      <p className="max-w-prose text-xs text-muted">
        Tokens are those that the nodes read. Usage is for knowing, not for billing: it may miss the seconds before a crash.
      </p>
    </>
  );
}

function UsageTable({ usage }: { usage: UsageAnswer }) {
  const nameOf = useCallerNames();
  const columns: Column<Item>[] = [
    { header: "Who", heads: true, className: "wrap-anywhere min-w-40", cell: ({ kind, id }) => nameOf(kind, id) },
    { header: "Kind", className: "whitespace-nowrap", cell: ({ kind }) => (kind === "api-key" ? "API key" : words(kind)) },
    { header: "Model", className: "whitespace-nowrap", cell: ({ model }) => model },
    ...figureColumns(usage.total.tokens),
  ];
  const { requests, errors, tokens } = usage.total;
  return (
    <>
      <p className="text-sm">
        {plural(requests, "request")}, {count(errors)} of them failed, {plural(tokens, "token")}.
      </p>
      <Table
        caption="Usage of your organisation"
        columns={columns}
        rows={usage.items}
        keyOf={({ kind, id, model }) => `${kind} ${id} ${model}`}
      />
    </>
  );
}

function EveryOrganisation({ days }: { days: number }) {
  const api = useOperator();
  const query = useQuery({ ...installationUsageQuery(api, days), enabled: api !== undefined });
  const columns = (all: InstallationUsage["items"]): Column<InstallationUsage["items"][number]>[] => [
    { header: "Organisation", heads: true, cell: ({ organisation }) => organisation },
    ...figureColumns(all.reduce((sum, { tokens }) => sum + tokens, 0)),
  ];
  return (
    <Loaded query={query} what="the usage of every organisation">
      {({ items }) =>
        items.length === 0 ? (
          <Empty title="Nobody called a model in these days" />
        ) : (
          <Table caption="Usage of every organisation" columns={columns(items)} rows={items} keyOf={({ organisation }) => organisation} />
        )
      }
    </Loaded>
  );
}

/** `tokens`: of all rows, for the shares. */
function figureColumns(tokens: number): Column<{ requests: number; errors: number; tokens: number }>[] {
  return [
    { header: "Requests", kind: "number", cell: ({ requests }) => count(requests) },
    { header: "Failed", kind: "number", cell: ({ errors }) => count(errors) },
    { header: "Tokens", kind: "number", cell: (row) => count(row.tokens) },
    { header: "Share", kind: "number", cell: (row) => (tokens === 0 ? "–" : percent(row.tokens / tokens)) },
  ];
}

/** Keys and services by their names, where the reader may list them, and the reader; everybody else by id. */
function useCallerNames(): (kind: string, id: string) => string {
  const { user } = useSuspenseQuery(meQuery).data;
  const keys = useInfiniteQuery(keysQuery).data?.pages.flatMap(({ items }) => items) ?? [];
  return (kind, id) => {
    if (kind === "user" && id === user.id) return `you (${user.email})`;
    if (kind !== "api-key" && kind !== "service") return id;
    return keys.find((key) => key.id === id || key.service === id)?.name ?? id;
  };
}
