/** The alert rules and how they stand; for the operator, the means to make and change them. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { AlertRuleView, AlertView } from "../../../../contracts/services/model-monitor.ts";
import { Button } from "../../interface/button.tsx";
import { Meanings } from "../../interface/meanings.tsx";
import { Empty, Loaded } from "../../interface/notice.tsx";
import { Section } from "../../interface/page.tsx";
import { OperatorPanel, useOperator } from "../../operator/operator-access.tsx";
import { alertRulesQuery } from "../operator-queries.ts";
import { alertsQuery } from "../queries.ts";
import { AlertTable } from "./alert-table.tsx";
import { DeleteRuleDialog } from "./delete-rule-dialog.tsx";
import { RuleDialog } from "./rule-dialog.tsx";

type Asked = { what: "make" } | { what: "change" | "delete"; rule: AlertRuleView };

export function Alerts() {
  const api = useOperator();
  const alerts = useQuery(alertsQuery);
  const rules = useQuery({ ...alertRulesQuery(api), enabled: api !== undefined });
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = () => setAsked(null);
  const ruleOf = (alert: AlertView) => rules.data?.find(({ id }) => id === alert.id);
  return (
    <Section
      title="Alerts"
      lead="Rules watch the figures of the models every 15 seconds, whichever organisation called. One that is crossed is raised once, and cleared when it is not crossed any more."
      actions={
        api && (
          <Button look="primary" onClick={() => setAsked({ what: "make" })}>
            New rule
          </Button>
        )
      }
    >
      <OperatorPanel what="make or change rules" />
      <Loaded query={alerts} what="the alerts">
        {(items) =>
          items.length === 0 ? (
            <Empty title="No rule watches the models">
              <p>The operator makes rules, for example one that says when answers take longer than 800 ms.</p>
            </Empty>
          ) : (
            <AlertTable
              alerts={items}
              ruleOf={ruleOf}
              onChange={(rule) => setAsked({ what: "change", rule })}
              onDelete={(rule) => setAsked({ what: "delete", rule })}
            />
          )
        }
      </Loaded>
      <p className="max-w-prose text-sm text-muted">
        To be told, make a{" "}
        <Link to="/webhooks" className="text-accent underline underline-offset-4">
          webhook
        </Link>{" "}
        for <code>model.alert-raised</code> and <code>model.alert-cleared</code> in the organisation that the rule tells.
      </p>
      <Meanings items={meanings} />
      {api && asked?.what === "make" && <RuleDialog api={api} onClose={close} />}
      {api && asked?.what === "change" && <RuleDialog api={api} rule={asked.rule} onClose={close} />}
      {api && asked?.what === "delete" && <DeleteRuleDialog api={api} rule={asked.rule} onClose={close} />}
    </Section>
  );
}

const meanings = [
  { word: "raised", meaning: "The figure crossed its threshold. Look at the monitor over the same time, by node as well as by version." },
  { word: "quiet", meaning: "The figure is known and does not cross its threshold." },
  {
    word: "unknown",
    meaning:
      "Too few calls were made within the window. An alert that stood is cleared then: silence is not the fault that the rule watches for.",
  },
  { word: "off", meaning: "The rule is kept and not measured." },
];
