/** The tables of a market: bring one, see what became of it, look at its rows, remove it. */
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import {
  marketDropReasons,
  type CompetitorRow,
  type KeywordRow,
  type MarketRowsPage,
  type MarketTable,
  type NicheDetail,
  type SurveyRow,
} from "../../../../contracts/services/niche-analysis.ts";
import { Badge } from "../../interface/badge.tsx";
import { Button } from "../../interface/button.tsx";
import { ConfirmDialog } from "../../interface/confirm-dialog.tsx";
import { Dialog } from "../../interface/dialog.tsx";
import { count, figure, percent, plural } from "../../interface/formats.ts";
import { Empty, Failure, Loaded } from "../../interface/notice.tsx";
import { Section } from "../../interface/page.tsx";
import { ShowMore } from "../../interface/show-more.tsx";
import { Table, type Column } from "../../interface/table.tsx";
import { usePermission } from "../../session/permission.ts";
import { writeNiches } from "../demands.ts";
import { DropPlace } from "../import-panel.tsx";
import { nicheQuery } from "../queries.ts";
import { SampleButton } from "../sample/sample-button.tsx";
import { contentWords, dropWords, ignoredInWords, kindWords } from "./market-words.ts";
import { importMarketTable, removeMarketTable, rowsQuery } from "./queries.ts";

export function MarketTables({ niche }: { niche: NicheDetail }) {
  const permission = usePermission(writeNiches, "bring tables, remove them or size the market");
  const queries = useQueryClient();
  const [share, setShare] = useState(0);
  const abort = useRef<AbortController>(null);
  const importing = useMutation({
    mutationFn: (file: File) => {
      setShare(0);
      abort.current = new AbortController();
      return importMarketTable({ nicheId: niche.id, file, onProgress: setShare, signal: abort.current.signal });
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: nicheQuery(niche.id).queryKey }),
  });
  const { marketTables: tables = [] } = niche;
  return (
    <Section
      title="Tables"
      lead="Keywords (Google’s Keyword Planner, Ahrefs, Semrush), competitors, answers to a survey: CSV or TSV, exports as they are. The latest of each kind counts."
    >
      {importing.isPending ? (
        <div className="flex items-center gap-4 rounded-xl border border-line bg-surface p-4">
          <div className="flex-1">
            <p className="mb-1 text-sm" aria-live="polite">
              {share < 1 ? `Uploading, ${percent(share)}` : "Uploaded; reading the rows"}
            </p>
            <progress aria-label="Upload" {...(share < 1 ? { value: share, max: 1 } : {})} />
          </div>
          <Button onClick={() => abort.current?.abort()}>Cancel</Button>
        </div>
      ) : permission.allowed ? (
        <div className="on-screen">
          <DropPlace onChoose={(file) => file && importing.mutate(file)} />
        </div>
      ) : (
        <p className="text-sm text-muted">{permission.reason}</p>
      )}
      {importing.error !== null && (
        <Failure error={importing.error} onRetry={() => importing.variables && importing.mutate(importing.variables)} />
      )}
      <p className="sr-only" aria-live="polite">
        {importing.data && `${importing.data.fileName} is kept: ${contentWords(importing.data)}.`}
      </p>
      {tables.length === 0 && !importing.isPending && (
        <Empty title="No tables yet">
          {permission.allowed && (
            <p>Drop a file above. What it is, its columns tell; every row that is left out is reported with its reason.</p>
          )}
          <SampleButton look="quiet">See a market with tables</SampleButton>
        </Empty>
      )}
      <ul className="space-y-3">
        {tables.toReversed().map((table) => (
          <li key={table.id}>
            <TableItem niche={niche} table={table} counts={tables.findLast(({ kind }) => kind === table.kind)?.id === table.id} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function TableItem({ niche, table, counts }: { niche: NicheDetail; table: MarketTable; counts: boolean }) {
  const [shown, setShown] = useState<"rows" | "remove">();
  const reasons = marketDropReasons.filter((reason) => (table.droppedBy[reason] ?? 0) > 0);
  const used = Object.entries(table.columns.used);
  const mayRemove = usePermission(writeNiches, "remove it").allowed;
  return (
    <section aria-label={`Table ${table.fileName}`} className="rounded-xl border border-line bg-surface p-4">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <h3 className="font-semibold wrap-anywhere">
            {table.fileName}{" "}
            <Badge tone={counts ? "accent" : "plain"}>{counts ? kindWords[table.kind] : `${kindWords[table.kind]}, an earlier one`}</Badge>
          </h3>
          <p className="text-sm text-muted">
            {contentWords(table)}
            {table.source !== undefined && `, ${table.source}`}
          </p>
        </div>
        <div className="on-screen flex gap-2">
          <Button aria-label={`Rows of ${table.fileName}`} onClick={() => setShown("rows")}>
            Rows
          </Button>
          {mayRemove && (
            <Button look="danger" aria-label={`Remove ${table.fileName}`} onClick={() => setShown("remove")}>
              Remove
            </Button>
          )}
        </div>
      </div>
      <details className="mt-2 text-sm">
        <summary className="w-fit text-accent underline-offset-4 hover:underline">
          Report: {count(table.kept)} kept, {count(table.read - table.kept)} left out
        </summary>
        <div className="mt-2 space-y-2">
          {reasons.length > 0 && (
            <ul className="list-disc pl-5">
              {reasons.map((reason) => (
                <li key={reason}>
                  {plural(table.droppedBy[reason] ?? 0, "row")} {dropWords[reason]}
                  <span className="text-muted">
                    {" "}
                    (rows{" "}
                    {table.dropped
                      .flatMap((one) => (one.reason === reason ? [one.row] : []))
                      .slice(0, 20)
                      .join(", ")}
                    )
                  </span>
                </li>
              ))}
            </ul>
          )}
          {table.ignoredCells > 0 && (
            <p className="wrap-anywhere">
              {plural(table.ignoredCells, "cell")} held something other than their column is for and were left out
              {table.ignored && <span className="text-muted">: {ignoredInWords(table.ignored, table.ignoredCells)}</span>}.
            </p>
          )}
          <p className="text-xs wrap-anywhere text-muted">
            {table.encoding}
            {table.preambleLines > 0 && `, ${plural(table.preambleLines, "line")} before the header`}; columns:{" "}
            {used.map(([role, column]) => `${role} from “${column}”`).join(", ")}. {table.id}.
          </p>
        </div>
      </details>
      {shown === "rows" && (
        <Dialog title={table.fileName} wide onClose={() => setShown(undefined)}>
          <Rows nicheId={niche.id} table={table} />
        </Dialog>
      )}
      {shown === "remove" && <RemoveDialog nicheId={niche.id} table={table} onClose={() => setShown(undefined)} />}
    </section>
  );
}

function RemoveDialog({ nicheId, table, onClose }: { nicheId: string; table: MarketTable; onClose: () => void }) {
  const queries = useQueryClient();
  const removing = useMutation({
    mutationFn: () => removeMarketTable(nicheId, table.id),
    onSuccess: (niche) => {
      queries.setQueryData(nicheQuery(nicheId).queryKey, niche);
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title="Remove this table?"
      verb="Remove"
      look="danger"
      pending={removing.isPending}
      error={removing.error}
      onConfirm={() => removing.mutate()}
      onClose={onClose}
    >
      <p>
        The figures go without “{table.fileName}” from now on; an earlier table of its kind counts again. The same file can be brought back
        at any time.
      </p>
    </ConfirmDialog>
  );
}

function Rows({ nicheId, table }: { nicheId: string; table: MarketTable }) {
  const query = useInfiniteQuery(rowsQuery(nicheId, table.id));
  return (
    <Loaded query={query} what="the rows">
      {({ pages }) => (
        <div className="space-y-3">
          <Table
            caption={`Rows of ${table.fileName}`}
            columns={columnsOf(table)}
            rows={pages.flatMap(({ items }) => items)}
            keyOf={({ row }) => row}
          />
          <ShowMore query={query} what="rows" />
        </div>
      )}
    </Loaded>
  );
}

type Row = MarketRowsPage["items"][number];

function columnsOf({ kind, outcomes = [] }: MarketTable): Column<Row>[] {
  const number = <Own extends Row>(header: string, of: (row: Own) => number | undefined): Column<Row> => ({
    header,
    kind: "number",
    // A table has rows of its own kind only.
    cell: (row) => shownNumber(of(row as Own)),
  });
  const row: Column<Row> = { header: "Row", kind: "number", cell: ({ row: at }) => at };
  switch (kind) {
    case "keywords":
      return [
        row,
        { header: "Keyword", heads: true, className: "wrap-anywhere", cell: (one) => ("keyword" in one ? one.keyword : "") },
        number<KeywordRow>("Searches", ({ volume }) => volume),
        number<KeywordRow>("Difficulty", ({ difficulty }) => difficulty),
        number<KeywordRow>("Advertisers", ({ adCompetition }) => adCompetition),
        number<KeywordRow>("Click, high", ({ bid }) => bid?.high),
      ];
    case "competitors":
      return [
        row,
        { header: "Competitor", heads: true, cell: (one) => ("name" in one ? [one.name, ...(one.aliases ?? [])].join(", ") : "") },
        number<CompetitorRow>("Price a month", ({ price }) => price),
        { header: "Currency", cell: (one) => ("name" in one ? (one.currency ?? "–") : "") },
        number<CompetitorRow>("Features", ({ features }) => features),
        number<CompetitorRow>("Reviews", ({ reviews }) => reviews),
        number<CompetitorRow>("Rating", ({ rating }) => rating),
        number<CompetitorRow>("Share, %", ({ share }) => (share === undefined ? undefined : share * 100)),
      ];
    case "survey":
      return [
        row,
        { header: "Segment", cell: (one) => ("ratings" in one ? (one.segment ?? "–") : "") },
        ...outcomes.map((outcome, at): Column<Row> => ({
          header: `${outcome} (importance / satisfaction)`,
          cell: (one) => ratingText(one as SurveyRow, at),
        })),
      ];
  }
}

function ratingText({ ratings }: SurveyRow, at: number): string {
  const [importance = 0, satisfaction = 0] = ratings[at] ?? [];
  return importance === 0 ? "–" : `${importance} / ${satisfaction}`;
}

function shownNumber(value: number | undefined): string {
  return value === undefined ? "–" : figure(value);
}
