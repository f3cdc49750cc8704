/** The sources of a niche: how each is doing, and what can be done about it. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { NicheDetail, NicheSource, SourceAction } from "../../../../contracts/services/niche-analysis.ts";
import { Badge } from "../../interface/badge.tsx";
import { Button } from "../../interface/button.tsx";
import { ConfirmDialog } from "../../interface/confirm-dialog.tsx";
import { moment } from "../../interface/formats.ts";
import { Empty, Failure, Loaded } from "../../interface/notice.tsx";
import { Section } from "../../interface/page.tsx";
import { Table, type Column } from "../../interface/table.tsx";
import { usePermission } from "../../session/permission.ts";
import { writeNiches } from "../demands.ts";
import { nicheQuery } from "../queries.ts";
import { AddSourceDialog } from "./add-source-dialog.tsx";
import { controlSource, sourcesQuery } from "./queries.ts";
import { askedFor, countWords, intervalWords, kindNames, pauseWords, stateOf } from "./source-words.ts";

interface Control {
  source: NicheSource;
  action: SourceAction;
}

export function SourcesPanel({ niche }: { niche: NicheDetail }) {
  const queries = useQueryClient();
  const mayChange = usePermission(writeNiches, "add sources").allowed;
  const query = useQuery(sourcesQuery(niche.id, niche.version));
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<NicheSource>();
  const controlling = useMutation({
    mutationFn: ({ source, action }: Control) => controlSource(niche.id, source.id, action),
    onSuccess: () => {
      setRemoving(undefined);
      return queries.invalidateQueries({ queryKey: nicheQuery(niche.id).queryKey });
    },
  });
  const isUnderWay = ({ source, action }: Control) =>
    controlling.isPending && controlling.variables.source.id === source.id && controlling.variables.action === action;
  const columns: Column<NicheSource>[] = [
    { header: "Source", heads: true, className: "min-w-48 wrap-anywhere", cell: (source) => <SourceName source={source} /> },
    { header: "State", className: "min-w-56 wrap-anywhere", cell: (source) => <SourceState source={source} /> },
    { header: "Texts", className: "min-w-40", cell: countWords },
  ];
  const actions: Column<NicheSource> = {
    header: "Actions",
    cell: (source) => (
      <SourceActions
        source={source}
        isUnderWay={(action) => isUnderWay({ source, action })}
        onAct={(action) => (action === "remove" ? setRemoving(source) : controlling.mutate({ source, action }))}
      />
    ),
  };
  return (
    <Section
      title="Sources"
      lead="Searches and feeds that are looked at again and again. What is new becomes evidence by itself, as if you had imported it."
      actions={mayChange && <Button onClick={() => setAdding(true)}>Add a source</Button>}
    >
      <Loaded query={query} what="the sources">
        {(sources) =>
          sources.length > 0 ? (
            <Table caption="Sources" columns={mayChange ? [...columns, actions] : columns} rows={sources} keyOf={({ id }) => id} />
          ) : (
            <Empty title="No sources yet">
              {mayChange && (
                <p>Add a search of Hacker News, Stack Exchange or GitHub, or the feed of a forum where people talk about their troubles.</p>
              )}
            </Empty>
          )
        }
      </Loaded>
      {controlling.error !== null && removing === undefined && <Failure error={controlling.error} />}
      {adding && <AddSourceDialog niche={niche} onClose={() => setAdding(false)} />}
      {removing && (
        <ConfirmDialog
          title={`Remove ${kindNames[removing.settings.kind]} ${askedFor(removing.settings)}?`}
          verb="Remove"
          look="danger"
          pending={controlling.isPending}
          error={controlling.error}
          onConfirm={() => controlling.mutate({ source: removing, action: "remove" })}
          onClose={() => setRemoving(undefined)}
        >
          <p>Nothing more is fetched from it. The texts that it has brought stay.</p>
        </ConfirmDialog>
      )}
    </Section>
  );
}

function SourceName({ source: { settings } }: { source: NicheSource }) {
  return (
    <>
      {kindNames[settings.kind]}
      <span className="block font-normal">{askedFor(settings)}</span>
      <span className="block text-xs font-normal text-muted">{intervalWords(settings.intervalMinutes)}</span>
    </>
  );
}

function SourceState({ source }: { source: NicheSource }) {
  const { word, tone } = stateOf(source);
  const { lastError, lastFetchedAt, nextFetchAt, more } = source;
  const paused = pauseWords(source);
  return (
    <div className="space-y-1">
      <Badge tone={tone}>{word}</Badge>
      {paused !== undefined && <p>{paused}</p>}
      {lastError && (
        <>
          <p>{lastError.detail}</p>
          <p className="text-muted">{lastError.remedy}</p>
        </>
      )}
      <p className="text-xs text-muted">
        {lastFetchedAt === undefined ? "Not fetched yet" : `Fetched ${moment(lastFetchedAt)}`}
        {nextFetchAt !== undefined && `; next ${moment(nextFetchAt)}`}
        {more && "; there is more to come"}
      </p>
    </div>
  );
}

interface SourceActionsProps {
  source: NicheSource;
  isUnderWay: (action: SourceAction) => boolean;
  onAct: (action: SourceAction) => void;
}

function SourceActions({ source, isUnderWay, onAct }: SourceActionsProps) {
  const what = `${kindNames[source.settings.kind]} ${askedFor(source.settings)}`;
  const actions: { action: SourceAction; label: string; disabled?: boolean }[] = [
    ...(source.status === "active"
      ? [
          { action: "fetch" as const, label: "Fetch now", disabled: source.fetching },
          { action: "pause" as const, label: "Pause" },
        ]
      : [{ action: "resume" as const, label: "Resume" }]),
    { action: "remove", label: "Remove" },
  ];
  return (
    <div className="flex flex-wrap gap-1">
      {actions.map(({ action, label, disabled = false }) => (
        <Button
          key={action}
          look="quiet"
          aria-label={`${label}: ${what}`}
          disabled={disabled}
          pending={isUnderWay(action)}
          onClick={() => onAct(action)}
        >
          {label}
        </Button>
      ))}
    </div>
  );
}
