/** One alias: what it means to whom, what it has meant, and for the operator what can be done. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { AliasView } from "../../../../contracts/services/model-registry.ts";
import { Badge } from "../../interface/badge.tsx";
import { Button } from "../../interface/button.tsx";
import { moment, words } from "../../interface/formats.ts";
import { Loaded } from "../../interface/notice.tsx";
import { Card } from "../../interface/page.tsx";
import { aliasQuery, type Version } from "../queries.ts";
import type { AliasQuestion } from "./alias-dialog.tsx";
import { AliasHistory } from "./alias-history.tsx";
import { meantWords, percentWords } from "./meant.ts";

interface AliasCardProps {
  alias: AliasView;
  versions: readonly Version[];
  /** Absent for those who may not change it. */
  onAsk?: ((question: AliasQuestion) => void) | undefined;
}

export function AliasCard({ alias, versions, onAsk }: AliasCardProps) {
  const { alias: name, model, canary, pinned, changedAt, fallback } = alias;
  const nodes = versions.find((version) => version.name === model.name && version.version === model.version)?.readyNodes;
  return (
    <li>
      <Card className="space-y-3">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h3 className="font-semibold">{name}</h3>
          {pinned && <Badge>pinned</Badge>}
          {nodes === 0 && <Badge tone="bad">no node serves it</Badge>}
          <span className="text-sm text-muted">changed {moment(changedAt)}</span>
        </div>
        <p className="text-sm wrap-anywhere">
          means <span className="font-medium">{meantWords(model)}</span>
          {canary !== null && <> for {percentWords(100 - canary.percent)} of organisations</>}
        </p>
        {canary !== null && <Canary alias={alias} canary={canary} />}
        {fallback !== null && (
          <p className="text-sm text-muted">
            When it cannot answer: {fallback.strategies.map(words).join(", then ")}; {fallback.maxAttempts} versions at most.
          </p>
        )}
        {onAsk && (
          <div className="flex flex-wrap gap-2">
            {canary !== null && (
              <Button look="primary" onClick={() => onAsk("promote")}>
                Promote the canary
              </Button>
            )}
            <Button onClick={() => onAsk("canary")}>{canary === null ? "Try a canary" : "Change the canary"}</Button>
            {canary !== null && <Button onClick={() => onAsk("end-canary")}>End the canary</Button>}
            <Button onClick={() => onAsk("move")}>Move</Button>
            <Button onClick={() => onAsk("roll-back")}>Roll back</Button>
            <Button onClick={() => onAsk("fallback")}>{fallback === null ? "Set a fallback" : "Change the fallback"}</Button>
          </div>
        )}
        <History name={name} />
      </Card>
    </li>
  );
}

function Canary({ alias: { model }, canary }: { alias: AliasView; canary: NonNullable<AliasView["canary"]> }) {
  const comparable = { baseline: `${model.name}@${model.version}`, candidate: `${canary.name}@${canary.version}` };
  return (
    <div className="space-y-1 text-sm">
      <p className="wrap-anywhere">
        <Badge tone="accent">canary</Badge> <span className="font-medium">{meantWords(canary)}</span> for {percentWords(canary.percent)}
      </p>
      <div className="flex h-2 max-w-md overflow-hidden rounded-full bg-raised" aria-hidden="true">
        <svg viewBox="0 0 100 2" preserveAspectRatio="none" className="h-full w-full">
          <rect width={100 - canary.percent} height="2" className="fill-strong-line" opacity="0.5" />
          <rect x={100 - canary.percent} width={canary.percent} height="2" className="fill-accent" />
        </svg>
      </div>
      <Link
        to="/models"
        search={{ view: "monitor", window: "24h", ...comparable }}
        className="inline-block text-accent underline-offset-4 hover:underline"
      >
        Compare the two in the monitor
      </Link>
    </div>
  );
}

function History({ name }: { name: string }) {
  const [open, setOpen] = useState(false);
  const query = useQuery({ ...aliasQuery(name), enabled: open });
  return (
    <details className="text-sm" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="w-fit text-accent underline-offset-4 hover:underline">What it has meant</summary>
      {open && (
        <div className="mt-2">
          <Loaded query={query} what="the history">
            {({ history }) => <AliasHistory name={name} history={history} />}
          </Loaded>
        </div>
      )}
    </details>
  );
}
