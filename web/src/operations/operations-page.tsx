/** For whoever keeps the system going: what waits, what was given up, what is behind, and the means to mend it. */
import { getRouteApi, Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { TenantActorKind } from "../../../contracts/services/actors.ts";
import { Page } from "../interface/page.tsx";
import { viewLinkClass, Views } from "../interface/views.tsx";
import { Actors } from "./actors.tsx";
import { AttentionPanel } from "./attention-panel.tsx";
import { Backups } from "./backups/backups.tsx";
import { DeadLetters } from "./dead-letters.tsx";
import { Maintenance } from "./maintenance.tsx";
import { operationsViews, type OperationsView } from "./operations-views.ts";
import { RejectedEvents } from "./rejected-events.tsx";
import { Subscriptions } from "./subscriptions.tsx";

const route = getRouteApi("/inside/operations");

export function OperationsPage() {
  const search = route.useSearch();
  const { view = "delivery", kind = "niche" } = search;
  return (
    <Page title="Operations" lead="What waits, what was given up, and the means to mend it.">
      <AttentionPanel />
      <Views
        label="Operations"
        links={operationsViews.map((name) => ({
          key: name,
          link: (
            <Link
              to="/operations"
              search={name === view ? search : name === "delivery" ? {} : { view: name }}
              activeOptions={{ exact: true }}
              resetScroll={false}
              className={viewLinkClass}
            >
              {titles[name]}
            </Link>
          ),
        }))}
      />
      {contents[view](kind)}
    </Page>
  );
}

const titles: Record<OperationsView, string> = {
  delivery: "Deliveries",
  actors: "Actors",
  "dead-letters": "Dead letters",
  maintenance: "Maintenance",
  backups: "Backups",
};

const contents: Record<OperationsView, (kind: TenantActorKind) => ReactNode> = {
  delivery: () => (
    <>
      <Subscriptions />
      <RejectedEvents />
    </>
  ),
  actors: (kind) => <Actors kind={kind} />,
  "dead-letters": () => <DeadLetters />,
  maintenance: () => <Maintenance />,
  backups: () => <Backups />,
};
