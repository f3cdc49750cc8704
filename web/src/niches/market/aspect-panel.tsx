/** What people praise and complain about, of the niche and of each competitor: a table that can be ordered, each share with its quotes. */
import { useState } from "react";
import type { Aspect, AspectFigures, AspectGroup, NicheDetail } from "../../../../contracts/services/niche-analysis.ts";
import { Dialog } from "../../interface/dialog.tsx";
import { Folded } from "../../interface/folded.tsx";
import { SelectField } from "../../interface/field.tsx";
import { count, percent, plural, range, title } from "../../interface/formats.ts";
import { Empty } from "../../interface/notice.tsx";
import { Section } from "../../interface/page.tsx";
import { Table, type Column } from "../../interface/table.tsx";
import { countedNames, type Counted } from "../counted-words.ts";
import { EvidenceList } from "../evidence-list.tsx";
import { inOrder, pressed, type AspectColumn, type AspectOrder } from "./aspect-order.ts";

interface AspectPanelProps {
  niche: NicheDetail;
  figures: AspectFigures | undefined;
  /** Whether it is counted who names which competitor. */
  counted: boolean;
}

type Side = "complaint" | "praise";
interface Opened {
  aspect: Aspect;
  side: Side;
}
const verbs: Record<Side, string> = { complaint: "complain of it", praise: "praise it" };

export function AspectPanel({ niche, figures, counted }: AspectPanelProps) {
  const told = figures?.groups.filter(({ aspects }) => aspects.length > 0) ?? [];
  return (
    <Section
      title="What people praise and complain about"
      lead="What they name most often, such as a battery or a price, and of those who name it, how many complain and how many praise."
    >
      {figures === undefined ? (
        <NotCounted counted={counted} />
      ) : told.length === 0 ? (
        <Empty title="Nothing is named often enough">
          <p>It takes three people who name the same thing in three sentences. Import more of what they wrote.</p>
        </Empty>
      ) : (
        <Groups niche={niche} figures={figures} groups={told} />
      )}
    </Section>
  );
}

function NotCounted({ counted }: { counted: boolean }) {
  return counted ? (
    <Empty title="Not counted yet">
      <p>
        Your competitors were searched for before this was counted. Analyse the niche again, or bring the table of competitors once more.
      </p>
    </Empty>
  ) : (
    <Empty title="Nothing to show yet">
      <p>It is counted together with “What nobody solves”: when there are themes and a table of competitors.</p>
    </Empty>
  );
}

function Groups({
  niche,
  figures: { groups: all, method, assumptions },
  groups,
}: {
  niche: NicheDetail;
  figures: AspectFigures;
  groups: AspectGroup[];
}) {
  const [chosen, setChosen] = useState<string>();
  const [order, setOrder] = useState<AspectOrder>({ by: "people", direction: "descending" });
  const [opened, setOpened] = useState<Opened>();
  const shown = groups.find(({ competitor }) => competitor === chosen) ?? groups[0];
  if (!shown) return null;
  const name = nameOf(shown);
  const unheard = all.flatMap(({ competitor, aspects }) => (competitor !== undefined && aspects.length === 0 ? [competitor] : []));
  return (
    <>
      {groups.length > 1 && (
        <SelectField
          label="Whose"
          className="max-w-xs"
          value={shown.competitor ?? ""}
          choices={groups.map((group) => ({ value: group.competitor ?? "", label: `${nameOf(group)} (${plural(group.texts, "text")})` }))}
          onChange={(event) => setChosen(event.target.value === "" ? undefined : event.target.value)}
        />
      )}
      <Table
        caption={`What people praise and complain about: ${name}`}
        columns={columnsOf({
          unit: niche.finding?.unit ?? "texts",
          order,
          onOrder: (by) => setOrder(pressed(order, by)),
          onOpen: setOpened,
        })}
        rows={inOrder(shown.aspects, order)}
        keyOf={({ aspect }) => aspect}
      />
      <p className="max-w-prose text-xs text-muted">
        {plural(shown.texts, "text")} read. Shares are ordered by their lower limits; somebody may do both, and who does neither only names
        it. {unheard.length > 0 && `Of ${unheard.join(", ")} nothing is named often enough.`}
      </p>
      <Folded summary="How it is counted" about={name}>
        <p className="max-w-prose">
          Method: {method}. Assumed: {assumptions.join("; ")}.
        </p>
      </Folded>
      {opened && (
        <Dialog title={`${name}: ${opened.aspect.aspect}`} wide onClose={() => setOpened(undefined)}>
          <p className="mb-3 text-sm text-muted">{inWords(opened)} Their sentences are marked.</p>
          <EvidenceList nicheId={niche.id} ids={opened.aspect[opened.side].evidenceIds} quotes={opened.aspect[opened.side].quotes} />
        </Dialog>
      )}
    </>
  );
}

function nameOf({ competitor }: AspectGroup): string {
  return competitor ?? "The niche as a whole";
}

interface Columns {
  unit: Counted;
  order: AspectOrder;
  onOrder: (by: AspectColumn) => void;
  onOpen: (opened: Opened) => void;
}

function columnsOf({ unit, order, onOrder, onOpen }: Columns): Column<Aspect>[] {
  const sorted = (by: AspectColumn) => ({
    sort: order.by === by ? order.direction : ("none" as const),
    onSort: () => onOrder(by),
  });
  const side = (header: string, which: Side): Column<Aspect> => ({
    header,
    ...sorted(which),
    cell: (aspect) => <SideButton aspect={aspect} side={which} onOpen={() => onOpen({ aspect, side: which })} />,
  });
  return [
    { header: "Aspect", heads: true, className: "min-w-32 wrap-anywhere", ...sorted("aspect"), cell: ({ aspect }) => aspect },
    { header: title(countedNames[unit]), kind: "number", ...sorted("people"), cell: ({ complaint }) => count(complaint.share.n) },
    side("Complain", "complaint"),
    side("Praise", "praise"),
  ];
}

function SideButton({ aspect, side, onOpen }: { aspect: Aspect; side: Side; onOpen: () => void }) {
  const { share } = aspect[side];
  const look = share.low > 0.5 ? (side === "complaint" ? "bg-bad-soft text-bad" : "bg-good-soft text-good") : "bg-raised";
  const figures = (
    <>
      <span className="font-semibold">{percent(share.value)}</span>
      <span className="block text-xs whitespace-nowrap">
        {range(share.low, share.high, percent)}, {count(share.count)} of {count(share.n)}
      </span>
    </>
  );
  if (share.count === 0) return <div className="px-2 py-1 tabular-nums text-muted">{figures}</div>;
  return (
    <button
      type="button"
      onClick={onOpen}
      className={`min-h-10 w-full rounded-lg px-2 py-1 text-left tabular-nums hover:underline ${look}`}
    >
      <span className="sr-only">{aspect.aspect}: </span>
      {figures}
      <span className="sr-only"> {verbs[side]}. Show the texts</span>
    </button>
  );
}

function inWords({ aspect, side }: Opened): string {
  const { value, low, high, count: some, n } = aspect[side].share;
  return `${count(some)} of ${count(n)} who name it ${verbs[side]}: ${percent(value)} (${range(low, high, percent)}).`;
}
