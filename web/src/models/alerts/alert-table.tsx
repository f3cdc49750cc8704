/** The table of alert rules. */
import { useQuery } from "@tanstack/react-query";
import type { AlertRuleView, AlertView } from "../../../../contracts/services/model-monitor.ts";
import { Badge, type Tone } from "../../interface/badge.tsx";
import { Button } from "../../interface/button.tsx";
import { moment } from "../../interface/formats.ts";
import { Table, type Column } from "../../interface/table.tsx";
import { nodesQuery } from "../queries.ts";
import { metricFigure, ruleInWords, standingOf, type Standing } from "./alert-words.ts";

interface AlertTableProps {
  alerts: readonly AlertView[];
  /** The rule of an alert, where the reader may change it. */
  ruleOf: (alert: AlertView) => AlertRuleView | undefined;
  onChange: (rule: AlertRuleView) => void;
  onDelete: (rule: AlertRuleView) => void;
}

const tones: Record<Standing, Tone> = { off: "plain", unknown: "plain", quiet: "good", raised: "bad" };

export function AlertTable({ alerts, ruleOf, onChange, onDelete }: AlertTableProps) {
  const nodes = useQuery(nodesQuery).data ?? [];
  const nodeName = (id: string) => nodes.find((node) => node.id === id)?.name ?? id;
  const columns: Column<AlertView>[] = [
    {
      header: "Rule",
      heads: true,
      className: "min-w-56",
      cell: (alert) => (
        <>
          {alert.id}
          <span className="block text-xs font-normal text-muted">{ruleInWords(alert, nodeName)}</span>
        </>
      ),
    },
    {
      header: "State",
      cell: (alert) => {
        const standing = standingOf(alert);
        return <Badge tone={tones[standing]}>{standing}</Badge>;
      },
    },
    { header: "Now", kind: "number", cell: ({ metric, value }) => (value === null ? "–" : metricFigure(metric, value)) },
    {
      header: "Last raised",
      className: "whitespace-nowrap",
      cell: ({ raisedAt }) => (raisedAt === null ? "never" : moment(raisedAt)),
    },
  ];
  const actions: Column<AlertView> = {
    header: <span className="sr-only">Actions</span>,
    cell: (alert) => {
      const rule = ruleOf(alert);
      return (
        rule && (
          <span className="flex justify-end gap-2">
            <Button aria-label={`Change ${rule.id}`} onClick={() => onChange(rule)}>
              Change
            </Button>
            <Button look="danger" aria-label={`Delete ${rule.id}`} onClick={() => onDelete(rule)}>
              Delete
            </Button>
          </span>
        )
      );
    },
  };
  const changeable = alerts.some((alert) => ruleOf(alert) !== undefined);
  return <Table caption="Alert rules" columns={changeable ? [...columns, actions] : columns} rows={alerts} keyOf={({ id }) => id} />;
}
