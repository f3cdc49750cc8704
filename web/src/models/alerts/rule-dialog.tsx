/** Makes an alert rule, or changes one. */
import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { alertMetrics } from "../../../../contracts/events/alert-metrics.ts";
import type { AlertRuleView } from "../../../../contracts/services/model-monitor.ts";
import type { KeyedApi } from "../../api/client.ts";
import { ApiProblem } from "../../api/problem.ts";
import { Button } from "../../interface/button.tsx";
import { ChangedSince } from "../../interface/changed-since.tsx";
import { Dialog } from "../../interface/dialog.tsx";
import { SelectField, TextField, type Choice } from "../../interface/field.tsx";
import { plural } from "../../interface/formats.ts";
import { Failure } from "../../interface/notice.tsx";
import { useSeen, type Words } from "../../interface/overtaken.ts";
import { meQuery } from "../../session/session.ts";
import { alertRulesQuery, putAlertRule } from "../operator-queries.ts";
import { alertsQuery, nodesQuery, versionsQuery } from "../queries.ts";
import { shortVersion } from "../version-name.ts";
import { metricWords, needsRequests, ruleInWords, unitOf, writtenThreshold } from "./alert-words.ts";
import { readRule } from "./read-rule.ts";

interface RuleDialogProps {
  api: KeyedApi;
  /** Absent: a new one. */
  rule?: AlertRuleView;
  onClose: () => void;
}

const any: Choice = { value: "", label: "any" };

export function RuleDialog({ api, rule, onClose }: RuleDialogProps) {
  const queries = useQueryClient();
  const { data: me } = useSuspenseQuery(meQuery);
  const versions = useQuery(versionsQuery).data ?? [];
  const nodes = useQuery(nodesQuery).data ?? [];
  const [metric, setMetric] = useState(rule?.metric ?? "latency-p95");
  const [model, setModel] = useState(rule?.model ?? "");
  const overtaken = useSeen<AlertRuleView | undefined>(rule, async () => {
    const rules = await queries.fetchQuery({ ...alertRulesQuery(api), staleTime: 0 });
    return rules.find(({ id }) => id === rule?.id);
  });
  const saving = useMutation({
    mutationFn: (form: FormData) => putAlertRule(api, readRule(form), overtaken.seen),
    onError: overtaken.onError,
    onSuccess: async () => {
      void queries.invalidateQueries({ queryKey: alertRulesQuery(api).queryKey });
      await queries.invalidateQueries({ queryKey: alertsQuery.queryKey });
      onClose();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    saving.mutate(new FormData(event.currentTarget));
  };
  const wrong = saving.error instanceof ApiProblem ? saving.error.fields : {};
  const names = [...new Set([...versions.map(({ name }) => name), ...(rule?.model === undefined ? [] : [rule.model])])].toSorted();
  const versionChoices = versions.filter(({ name }) => model === "" || name === model).map(({ version }) => version);
  return (
    <Dialog title={rule ? `Change ${rule.id}` : "New alert rule"} onClose={onClose}>
      <form onSubmit={submit} className="space-y-4">
        <TextField
          label="Name"
          name="id"
          required
          readOnly={rule !== undefined}
          defaultValue={rule?.id}
          pattern="[a-z0-9][a-z0-9\-]{0,49}"
          maxLength={50}
          error={wrong["id"] ?? wrong["rule"]}
          hint={rule ? undefined : "Lower-case letters, digits and dashes; not the name of a rule that is there."}
        />
        <div className="grid gap-4 sm:grid-cols-[1fr_auto_8rem]">
          <SelectField
            label="Raise it when"
            name="metric"
            value={metric}
            choices={alertMetrics.map((value) => ({ value, label: metricWords(value) }))}
            onChange={({ target }) => setMetric(alertMetrics.find((one) => one === target.value) ?? metric)}
          />
          <SelectField
            label="is"
            name="comparison"
            defaultValue={rule?.comparison}
            choices={[
              { value: "above", label: "above" },
              { value: "below", label: "below" },
            ]}
          />
          <TextField
            label={`Threshold, ${unitOf(metric)}`}
            name="threshold"
            type="number"
            step="any"
            required
            defaultValue={rule && writtenThreshold(rule.metric, rule.threshold)}
            error={wrong["threshold"]}
          />
        </div>
        <div className="grid gap-4 sm:grid-cols-3">
          <Minutes label="Measured over, minutes" name="windowMinutes" value={rule?.windowMinutes ?? 5} min={1} max={1_440} />
          <Minutes label="Raised again after, minutes" name="cooldownMinutes" value={rule?.cooldownMinutes ?? 30} min={0} max={10_080} />
          {needsRequests(metric) ? (
            <Minutes label="Known from, requests" name="minimumRequests" value={rule?.minimumRequests ?? 20} min={1} max={1_000_000} />
          ) : (
            <input type="hidden" name="minimumRequests" value={rule?.minimumRequests ?? 20} />
          )}
        </div>
        <div className="grid gap-4 sm:grid-cols-3">
          <SelectField
            label="Model"
            name="model"
            value={model}
            choices={[any, ...names.map((value) => ({ value, label: value }))]}
            onChange={({ target }) => setModel(target.value)}
          />
          <SelectField
            label="Version"
            name="version"
            key={model}
            defaultValue={rule?.model === model || rule?.model === undefined ? rule?.version : undefined}
            choices={[any, ...withKept(versionChoices, rule?.version).map((value) => ({ value, label: shortVersion(value) }))]}
          />
          <SelectField
            label="Node"
            name="node"
            defaultValue={rule?.node}
            choices={[
              any,
              ...withKept(
                nodes.map(({ id }) => id),
                rule?.node,
              ).map((id) => ({ value: id, label: nodes.find((node) => node.id === id)?.name ?? id })),
            ]}
          />
        </div>
        <TextField
          label="Organisation that is told"
          name="organisation"
          defaultValue={rule ? rule.organisation : me.organisation.id}
          error={wrong["organisation"]}
          hint={`Its log and webhooks carry the events; yours is ${me.organisation.id}. Empty: they stand in the log of the installation only.`}
        />
        <label className="flex min-h-8 items-center gap-2 text-sm">
          <input type="checkbox" name="enabled" defaultChecked={rule?.enabled ?? true} className="size-4 accent-accent" />
          Switched on
        </label>
        {saving.error !== null && <Failure error={saving.error} />}
        <ChangedSince seen={overtaken} describe={describeRule} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" pending={saving.isPending}>
            {rule ? "Save" : "Make the rule"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function describeRule(rule: AlertRuleView | undefined): Words {
  if (rule === undefined) return {};
  const { cooldownMinutes, minimumRequests, organisation, enabled } = rule;
  return {
    Rule: ruleInWords(rule, (id) => id),
    "Raised again after": plural(cooldownMinutes ?? 0, "minute"),
    "Known from": plural(minimumRequests ?? 0, "request"),
    "Organisation that is told": organisation ?? "none",
    "Switched on": enabled === false ? "no" : "yes",
  };
}

function Minutes({ label, name, value, min, max }: { label: string; name: string; value: number; min: number; max: number }) {
  return <TextField label={label} name={name} type="number" required step={1} min={min} max={max} defaultValue={value} />;
}

/** What the rule holds stays a choice when it is not among those listed any more. */
function withKept(values: readonly string[], kept: string | undefined): string[] {
  return kept === undefined || values.includes(kept) ? [...values] : [...values, kept];
}
