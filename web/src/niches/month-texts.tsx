/** Opens the texts that a count of demand stands for: those of a month, or of all months counted. */
import { useState } from "react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { monthAfter } from "../interface/charts/month-counts.ts";
import { Dialog } from "../interface/dialog.tsx";
import { SelectField } from "../interface/field.tsx";
import { counted } from "../interface/formats.ts";
import { countedNames, type Counted } from "./counted-words.ts";
import { EvidencePages } from "./evidence-pages.tsx";
import { periodQuery } from "./queries.ts";

interface MonthTextsProps {
  nicheId: string;
  /** Absent: of the whole niche. */
  themeId?: string;
  /** First month counted, `2025-03`. */
  from: string;
  counts: readonly number[];
  /** What is counted. */
  unit: Counted;
  /** What the texts are for, read out and shown above them. */
  about: string;
}

export function MonthTextsButton({ nicheId, themeId, from, counts, unit, about }: MonthTextsProps) {
  const months = counts.map((value, place) => ({ month: monthAfter(from, place), value })).toReversed();
  const [month, setMonth] = useState<string>();
  const newest = months.find(({ value }) => value > 0)?.month;
  if (newest === undefined) return null;
  return (
    <>
      <OpenTexts about={`${about}, by month`} onOpen={() => setMonth(newest)}>
        Texts of a month
      </OpenTexts>
      {month !== undefined && (
        <Dialog title="Texts of a month" wide onClose={() => setMonth(undefined)}>
          <p className="mb-3 text-sm text-muted wrap-anywhere">What people wrote that stands behind: {about}</p>
          <SelectField
            label="Month"
            className="mb-3 max-w-xs"
            value={month}
            choices={months.map(({ month: value, value: written }) => ({
              value,
              label: `${value}: ${counted(written, countedNames[unit])}`,
            }))}
            onChange={(event) => setMonth(event.target.value)}
          />
          <PeriodTexts key={month} nicheId={nicheId} themeId={themeId} from={month} to={month} />
        </Dialog>
      )}
    </>
  );
}

interface PeriodTextsProps {
  nicheId: string;
  themeId?: string | undefined;
  from: string;
  to: string;
}

export function PeriodTextsButton({ about, children, ...period }: PeriodTextsProps & { about: string; children: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <OpenTexts about={about} onOpen={() => setOpen(true)}>
        {children}
      </OpenTexts>
      {open && (
        <Dialog title="Evidence" wide onClose={() => setOpen(false)}>
          <p className="mb-3 text-sm text-muted wrap-anywhere">What people wrote that stands behind: {about}</p>
          <PeriodTexts {...period} />
        </Dialog>
      )}
    </>
  );
}

function OpenTexts({ about, onOpen, children }: { about: string; onOpen: () => void; children: string }) {
  return (
    <button
      type="button"
      aria-label={`${children}: ${about}`}
      onClick={onOpen}
      className="on-screen text-left text-xs font-medium text-accent underline-offset-4 hover:underline"
    >
      {children}
    </button>
  );
}

function PeriodTexts({ nicheId, themeId, from, to }: PeriodTextsProps) {
  const query = useInfiniteQuery(periodQuery(nicheId, { from, to, ...(themeId !== undefined && { themeId }) }));
  return <EvidencePages query={query} rowsOf={({ items }) => items} none="No text was written then" />;
}
