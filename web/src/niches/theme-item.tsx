/** A theme in the list: who speaks of it, who complains, what there is to win, and its quotes. */
import { useState, type ReactNode } from "react";
import type { NicheDetail, Proportion, TextOutcome, ThemeFinding, ThemeSummary } from "../../../contracts/services/niche-analysis.ts";
import { Badge, type Tone } from "../interface/badge.tsx";
import { IntervalBar } from "../interface/charts/interval-bar.tsx";
import { Folded } from "../interface/folded.tsx";
import { count, percent, plural, range } from "../interface/formats.ts";
import { usePermission } from "../session/permission.ts";
import { countedInWords, countedNames, type Counted } from "./counted-words.ts";
import { DemandBadge } from "./demand-badge.tsx";
import { ThemeDemand } from "./demand-panel.tsx";
import { writeNiches } from "./demands.ts";
import { EvidenceGradeBadge } from "./evidence-grade.tsx";
import { nearInWords, shrunkInWords, strengthInWords, tenth, trustInWords } from "./outcome-words.ts";
import { ChangeDialog } from "./theme-changes/change-dialog.tsx";
import { themeAnchor } from "./theme-anchor.ts";
import { ThemeEvidence } from "./theme-evidence.tsx";
import { ThemeNeeds } from "./theme-needs.tsx";
import { ThemeOutcome } from "./theme-outcome.tsx";
import { ThemeTextsButton } from "./theme-texts.tsx";

const severityTones: Record<ThemeSummary["severity"], Tone> = { high: "bad", medium: "warn", low: "plain" };

/** Below this mean similarity under resampling a theme is not to be trusted (Hennig 2007). */
const trustworthy = 0.6;

interface ThemeItemProps {
  niche: NicheDetail;
  theme: ThemeSummary;
  unit: Counted;
  finding: ThemeFinding | undefined;
}

const actionLook = "min-h-8 text-sm font-medium text-accent underline-offset-4 hover:underline";

export function ThemeItem({ niche, theme, unit, finding }: ThemeItemProps) {
  const [open, setOpen] = useState(false);
  const [changing, setChanging] = useState(false);
  const mayChange = usePermission(writeNiches, "change themes").allowed;
  return (
    <li id={themeAnchor(theme.id)} className="scroll-mt-16 rounded-xl border border-line bg-surface">
      <div className="p-4">
        <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
          <h3 className="font-semibold">{theme.label}</h3>
          <ThemeBadges theme={theme} />
        </div>
        <p className="mt-0.5 text-xs text-muted">{theme.terms.join(" · ")}</p>
        <div className="mt-3 grid gap-x-6 gap-y-2 sm:grid-cols-2 lg:grid-cols-3">
          <Share label={`Share of ${countedNames[unit]}`} share={theme.share} />
          <Share label="Complain" share={theme.complaint} />
          {theme.outcome && <Outcome outcome={theme.outcome} />}
        </div>
        <PrintedQuotes theme={theme} />
        <ThemeNeeds nicheId={niche.id} theme={theme} unit={unit} />
        <div className="mt-2 flex flex-wrap items-center gap-x-6">
          <button
            type="button"
            aria-expanded={open}
            aria-label={`${open ? "Close" : "Read"} the quotes of ${theme.label}`}
            onClick={() => setOpen(!open)}
            className={actionLook}
          >
            {open ? "Close" : "Read the quotes"}
          </button>
          {theme.complaint.count > 0 && (
            <ThemeTextsButton
              nicheId={niche.id}
              theme={theme}
              placesIn={({ complaining }) => complaining}
              quotes={theme.quotes}
              about={`${count(theme.complaint.count)} of ${countedInWords(theme.complaint.n, unit)} complain in ${theme.label}`}
              look={actionLook}
            >
              Read the complaints
            </ThemeTextsButton>
          )}
          {mayChange && (
            <button type="button" aria-label={`Change ${theme.label}`} onClick={() => setChanging(true)} className={actionLook}>
              Change
            </button>
          )}
        </div>
        <Folded summary="All figures" about={theme.label}>
          <p>{figuresInWords(theme, unit, finding)}</p>
          <ThemeOutcome theme={theme} themes={niche.themes} unit={unit} />
          <ThemeDemand demand={theme.demand} />
        </Folded>
        {changing && <ChangeDialog niche={niche} theme={theme} onClose={() => setChanging(false)} />}
      </div>
      {open && (
        <div className="border-t border-line p-4">
          <ThemeEvidence nicheId={niche.id} theme={theme} />
        </div>
      )}
    </li>
  );
}

function ThemeBadges({ theme: { stability, demand, severity, sureness } }: { theme: ThemeSummary }) {
  return (
    <p className="flex flex-wrap gap-2">
      {stability !== undefined && stability < trustworthy && <Badge tone="warn">not stable</Badge>}
      {(demand?.class === "rising" || demand?.class === "falling") && <DemandBadge kind={demand.class} />}
      <Badge tone={severityTones[severity]}>
        {severity} severity{sureness?.near !== undefined && `, near ${sureness.near}`}
      </Badge>
    </p>
  );
}

function figuresInWords(theme: ThemeSummary, unit: Counted, finding: ThemeFinding | undefined): string {
  const near = theme.sureness && nearInWords(theme.sureness);
  return [
    `${plural(theme.size, "text")}${unit === "authors" ? ` by ${countedInWords(theme.distinctAuthors, unit)}` : ""}`,
    ...(theme.complaint.count > 0 ? [strengthInWords(theme)] : []),
    ...(near === undefined ? [] : [`severity ${theme.severity}, ${near}`]),
    ...(theme.complaintShrunk ? [shrunkInWords(theme.complaintShrunk, unit)] : []),
    ...trustInWords(theme, finding?.resamples),
  ].join("; ");
}

/** On paper nothing can be opened: the quotes stand there, with the ids of their texts. */
function PrintedQuotes({ theme }: { theme: ThemeSummary }) {
  return (
    <ul className="mt-2 hidden space-y-1 text-sm print:block">
      {theme.quotes.map(({ evidenceId, text, start }) => (
        <li key={`${evidenceId} ${start}`}>
          “{text}” <span className="text-xs text-muted">{evidenceId}</span>
        </li>
      ))}
    </ul>
  );
}

function Share({ label, share }: { label: string; share: Proportion }) {
  const figures = `${percent(share.value)}, 95 % interval ${range(share.low, share.high, percent)}`;
  return (
    <Measure
      label={label}
      bar={<IntervalBar className="w-28" value={share.value} low={share.low} high={share.high} label={`${label}: ${figures}`} />}
    >
      {percent(share.value)}{" "}
      <span className="text-xs text-muted">
        ({range(share.low, share.high, percent)}; {count(share.count)} of {count(share.n)})
      </span>
    </Measure>
  );
}

/** Points of an opportunity at most (Ulwick 2005). */
const mostPoints = 20;

function Outcome({ outcome: { score, low, high, band, grade } }: { outcome: TextOutcome }) {
  const figures = `${tenth(score)} of ${mostPoints}, 95 % interval ${range(low, high, tenth)}`;
  return (
    <Measure
      label={
        <>
          Opportunity, of {mostPoints} <EvidenceGradeBadge grade={grade} />
        </>
      }
      bar={<IntervalBar className="w-28" value={score} low={low} high={high} to={mostPoints} label={`Opportunity: ${figures}`} />}
    >
      {tenth(score)}{" "}
      <span className="text-xs text-muted">
        ({range(low, high, tenth)}) {band}
      </span>
    </Measure>
  );
}

function Measure({ label, bar, children }: { label: ReactNode; bar: ReactNode; children: ReactNode }) {
  return (
    <div>
      <p className="flex min-h-6 items-center gap-x-2 text-xs text-muted">{label}</p>
      <p className="flex flex-wrap items-center gap-x-3 text-sm">
        {bar}
        <span className="tabular-nums">{children}</span>
      </p>
    </div>
  );
}
