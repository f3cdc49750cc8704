/** Which figures the monitor shows. Each choice is part of the address, so that a view can be kept and passed on. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { SelectField } from "../../interface/field.tsx";
import { choiceLinkClass } from "../../interface/views.tsx";
import { percentiles, windowNames } from "../model-views.ts";
import { versionsQuery } from "../queries.ts";

const route = getRouteApi("/inside/models");
const all = "";

export function MonitorChoices() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const versions = useQuery(versionsQuery).data ?? [];
  const models = [...new Set(versions.map(({ name }) => name))].toSorted();
  const { window = "1h", by = "version", percentile = "p95", model = all } = search;
  const known = model === all || models.includes(model) ? models : [...models, model];
  return (
    <div className="flex flex-wrap items-end gap-x-4 gap-y-3">
      <nav aria-label="Window" className="flex flex-wrap gap-1">
        {windowNames.map((name) => (
          <Link
            key={name}
            to="/models"
            search={{ ...search, window: name }}
            resetScroll={false}
            aria-current={name === window ? "page" : undefined}
            activeProps={{}}
            activeOptions={{ exact: true }}
            className={`${choiceLinkClass} text-sm`}
          >
            {name}
          </Link>
        ))}
      </nav>
      <SelectField
        label="A line for each"
        value={by}
        choices={[
          { value: "version", label: "version" },
          { value: "node", label: "node and version" },
        ]}
        onChange={({ target }) => void go({ by: target.value === "node" ? "node" : "version" })}
      />
      <SelectField
        label="Model"
        value={model}
        choices={[{ value: all, label: "all" }, ...known.map((name) => ({ value: name, label: name }))]}
        onChange={({ target }) => void go({ model: target.value === all ? undefined : target.value })}
      />
      <SelectField
        label="Percentile"
        value={percentile}
        choices={percentiles.map((name) => ({ value: name, label: name }))}
        onChange={({ target }) => void go({ percentile: percentiles.find((one) => one === target.value) })}
      />
    </div>
  );

  function go(change: Partial<typeof search>) {
    return navigate({ search: { ...search, ...change }, resetScroll: false });
  }
}
