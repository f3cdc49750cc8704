/** The models of the installation: which there are, who serves them, how they do, who is warned, and who used how much. */
import { getRouteApi, Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Page } from "../interface/page.tsx";
import { viewLinkClass, Views } from "../interface/views.tsx";
import { modelViews, type ModelView } from "./model-views.ts";
import { Nodes } from "./nodes/nodes.tsx";
import { Registry } from "./registry/registry.tsx";
import { Usage } from "./usage/usage.tsx";
import { OperatorAccess } from "../operator/operator-access.tsx";
import { Alerts } from "./alerts/alerts.tsx";
import { Monitor } from "./monitor/monitor.tsx";

const route = getRouteApi("/inside/models");

export function ModelsPage() {
  const search = route.useSearch();
  const { view = "registry" } = search;
  return (
    <Page title="Models" lead="They run on your own machines, and every organisation of this installation shares them.">
      <Views
        label="Models"
        links={modelViews.map((name) => ({
          key: name,
          link: (
            <Link
              to="/models"
              search={name === view ? search : { view: name }}
              activeOptions={{ exact: true }}
              resetScroll={false}
              className={viewLinkClass}
            >
              {titles[name]}
            </Link>
          ),
        }))}
      />
      <OperatorAccess>{contents[view]()}</OperatorAccess>
    </Page>
  );
}

const titles: Record<ModelView, string> = { registry: "Registry", nodes: "Nodes", monitor: "Monitor", alerts: "Alerts", usage: "Usage" };

const contents: Record<ModelView, () => ReactNode> = {
  registry: () => <Registry />,
  nodes: () => <Nodes />,
  monitor: () => <Monitor />,
  alerts: () => <Alerts />,
  usage: () => <Usage />,
};
