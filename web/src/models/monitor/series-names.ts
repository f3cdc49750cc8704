/** How a series is called on the page. */
import { useQuery } from "@tanstack/react-query";
import type { MetricSeries } from "../../../../contracts/services/model-monitor.ts";
import { nodesQuery } from "../queries.ts";
import { versionName } from "../version-name.ts";

/** `name@version`, after the name of the node where there is one. Nodes that are gone keep their ids. */
export function useSeriesNames(): (series: Pick<MetricSeries, "model" | "version" | "node">) => string {
  const nodes = useQuery(nodesQuery).data ?? [];
  return ({ model, version, node }) => {
    const name = versionName({ name: model, version });
    return node === null ? name : `${nodes.find(({ id }) => id === node)?.name ?? node}: ${name}`;
  };
}
