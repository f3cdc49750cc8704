/** Which problems no leading competitor solves: themes by competitors, each cell with the sentences that it rests on. */
import { useState } from "react";
import type { GapTheme, NicheDetail, UnderservedFigures } from "../../../../contracts/services/niche-analysis.ts";
import { Badge } from "../../interface/badge.tsx";
import { Dialog } from "../../interface/dialog.tsx";
import { Folded } from "../../interface/folded.tsx";
import { count, percent, plural, range } from "../../interface/formats.ts";
import { Empty } from "../../interface/notice.tsx";
import { Section } from "../../interface/page.tsx";
import { Table, type Column } from "../../interface/table.tsx";
import { EvidenceList } from "../evidence-list.tsx";

interface GapPanelProps {
  niche: NicheDetail;
  figures: UnderservedFigures | undefined;
}

type Cell = GapTheme["cells"][number];
/** Competitors beside each other at most; the others are in the answer of the API. */
const shownCompetitors = 8;

export function GapPanel({ niche, figures }: GapPanelProps) {
  return (
    <Section
      title="What nobody solves"
      lead="For each theme, how many of those who name a competitor complain of it. A theme is underserved when more than half complain of every leader, also at the lower limit."
    >
      {figures === undefined ? (
        <NoMatrix niche={niche} />
      ) : figures.mentions === 0 ? (
        <NobodyNamed figures={figures} />
      ) : (
        <Matrix niche={niche} figures={figures} />
      )}
    </Section>
  );
}

function NoMatrix({ niche }: { niche: NicheDetail }) {
  const competitors = niche.marketTables?.some(({ kind }) => kind === "competitors") === true;
  if (niche.themes.length === 0)
    return (
      <Empty title="There are no themes yet">
        <p>Import what people wrote and analyse it: then the texts are searched for the names of your competitors.</p>
      </Empty>
    );
  if (!competitors)
    return (
      <Empty title="Whom to look for is not known">
        <p>
          Bring a table of competitors: their names, and other names in a column “aliases”, are searched for in the texts of every theme.
        </p>
      </Empty>
    );
  return (
    <Empty title="The texts are being searched for your competitors">
      <p>It shows here by itself. If it does not within a minute, look under Operations for a step that failed.</p>
    </Empty>
  );
}

function NobodyNamed({ figures }: { figures: UnderservedFigures }) {
  return (
    <Empty title="No text names a competitor">
      <p>{plural(figures.texts, "text")} of the themes were searched. Add the names that people use in a column “aliases” of the table.</p>
    </Empty>
  );
}

function Matrix({
  niche,
  figures: { competitors, leaders, themes, texts, mentions, method },
}: {
  niche: NicheDetail;
  figures: UnderservedFigures;
}) {
  const [opened, setOpened] = useState<{ theme: string; cell: Cell }>();
  const shown = competitors.slice(0, shownCompetitors);
  const columns: Column<GapTheme>[] = [
    {
      header: "Theme",
      heads: true,
      className: "min-w-40 wrap-anywhere",
      cell: ({ theme, underserved, unknown }) => (
        <>
          {theme} {underserved && <Badge tone="warn">underserved</Badge>}
          {!underserved && unknown.length > 0 && <span className="block text-xs text-muted">nobody names {unknown.join(", ")}</span>}
        </>
      ),
    },
    ...shown.map((competitor): Column<GapTheme> => ({
      header: leaders.includes(competitor) ? `${competitor} (leader)` : competitor,
      cell: ({ theme, cells }) => {
        const cell = cells.find((one) => one.competitor === competitor);
        return cell ? (
          <CellButton theme={theme} cell={cell} onOpen={() => setOpened({ theme, cell })} />
        ) : (
          <span className="text-muted">–</span>
        );
      },
    })),
  ];
  return (
    <>
      <Table caption="Complaints by theme and competitor" columns={columns} rows={themes} keyOf={({ themeId }) => themeId} />
      <p className="max-w-prose text-xs text-muted">
        {count(mentions)} of {plural(texts, "text")} name a competitor.{" "}
        {competitors.length > shown.length && `The ${shown.length} most named of ${competitors.length} competitors.`}
      </p>
      <Folded summary="How it is counted" about="Complaints by theme and competitor">
        <p className="max-w-prose">Method: {method}.</p>
      </Folded>
      {opened && (
        <Dialog title={`${opened.cell.competitor}: ${opened.theme}`} wide onClose={() => setOpened(undefined)}>
          <p className="mb-3 text-sm text-muted">{inWords(opened.cell)} The sentences that name it are marked.</p>
          <EvidenceList nicheId={niche.id} ids={opened.cell.evidenceIds} quotes={opened.cell.quotes} />
        </Dialog>
      )}
    </>
  );
}

function CellButton({ theme, cell, onOpen }: { theme: string; cell: Cell; onOpen: () => void }) {
  const { value, low, high, count: complaining, n } = cell.complaint;
  return (
    <button
      type="button"
      onClick={onOpen}
      className={`min-h-10 w-full rounded-lg px-2 py-1 text-left tabular-nums hover:underline ${low > 0.5 ? "bg-bad-soft text-bad" : high < 0.5 ? "bg-good-soft text-good" : "bg-raised"}`}
    >
      <span className="sr-only">
        {cell.competitor}, {theme}:{" "}
      </span>
      <span className="font-semibold">{percent(value)}</span>
      <span className="block text-xs whitespace-nowrap">
        {range(low, high, percent)}, n {count(n)}
      </span>
      <span className="sr-only">
        , {count(complaining)} of {count(n)} who name it complain. Show the texts
      </span>
    </button>
  );
}

function inWords({ complaint: { value, low, high, count: complaining, n } }: Cell): string {
  return `${count(complaining)} of ${count(n)} who name it complain: ${percent(value)} (${range(low, high, percent)}).`;
}
