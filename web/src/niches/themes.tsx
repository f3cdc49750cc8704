/** The themes of a niche: how many speak of each, how many complain, how far each share can be trusted. */
import { useState } from "react";
import type { NicheDetail, Proportion, ThemeFinding, ThemeSummary } from "../../../contracts/services/niche-analysis.ts";
import { Badge, type Tone } from "../interface/badge.tsx";
import { IntervalBar } from "../interface/charts/interval-bar.tsx";
import { SelectField } from "../interface/field.tsx";
import { count, percent, plural, range, score } from "../interface/formats.ts";
import { Empty } from "../interface/notice.tsx";
import { Section } from "../interface/page.tsx";
import { usePermission } from "../session/permission.ts";
import { AlikeTexts } from "./alike-texts.tsx";
import { ThemeDemand } from "./demand-panel.tsx";
import { countedInWords, countedNames, type Counted } from "./counted-words.ts";
import { writeNiches } from "./demands.ts";
import { copiesInWords, drawnInWords } from "./evidence-words.ts";
import { outlierWords } from "./outlier-share.ts";
import { SampleButton } from "./sample/sample-button.tsx";
import { ChangeDialog } from "./theme-changes/change-dialog.tsx";
import { ThemeChanges } from "./theme-changes/changes.tsx";
import { ThemeEvidence } from "./theme-evidence.tsx";
import { themeAnchor } from "./theme-anchor.ts";
import { ThemeMap } from "./theme-map.tsx";
import { nearInWords, shrunkInWords, strengthInWords, trustInWords } from "./outcome-words.ts";
import { ThemeNeeds } from "./theme-needs.tsx";
import { ThemeOutcome } from "./theme-outcome.tsx";
import { ThemeTextsButton } from "./theme-texts.tsx";

const orders = [
  { value: "severity", label: "Most severe first" },
  { value: "area", label: "By area" },
] as const;
type Order = (typeof orders)[number]["value"];

/** The themes under the names of their areas, or all of them without one. */
function groupsOf({ themes, finding }: NicheDetail, order: Order): { name?: string; members: readonly ThemeSummary[] }[] {
  const areas = finding?.areas ?? [];
  if (order === "severity" || areas.length < 2) return [{ members: themes }];
  return areas.map(({ label, themeIds }) => ({ name: label, members: themes.filter(({ id }) => themeIds.includes(id)) }));
}

export function Themes({ niche }: { niche: NicheDetail }) {
  const { themes, finding } = niche;
  const unit = finding?.unit ?? "texts";
  const [order, setOrder] = useState<Order>("severity");
  return (
    <Section title="Themes" lead={themes.length > 0 ? "Most severe and largest first. Open one to read what people wrote." : undefined}>
      {themes.length === 0 ? (
        <Empty title="No themes yet">
          <p>{niche.evidenceCount === 0 ? "Import evidence first." : "Press “Analyse” to group the texts by what they are about."}</p>
          {niche.evidenceCount === 0 && <SampleButton look="quiet">See themes in the sample</SampleButton>}
        </Empty>
      ) : (
        <>
          {finding?.places !== undefined && <ThemeMap niche={niche} />}
          {(finding?.areas?.length ?? 0) > 1 && (
            <SelectField
              label="Order"
              className="on-screen max-w-xs"
              value={order}
              choices={orders}
              onChange={(event) => setOrder(event.target.value === "area" ? "area" : "severity")}
            />
          )}
          {groupsOf(niche, order).map(({ name, members }) => (
            <div key={name ?? ""} className="space-y-3">
              {name !== undefined && <h3 className="pt-3 text-lg font-semibold">{name}</h3>}
              <ul className="space-y-3">
                {members.map((theme) => (
                  <ThemeItem key={theme.id} niche={niche} theme={theme} unit={unit} finding={finding} />
                ))}
              </ul>
            </div>
          ))}
        </>
      )}
      {finding?.alike && <AlikeTexts niche={niche} alike={finding.alike} />}
      {themes.length > 0 && <ThemeChanges niche={niche} />}
      {finding && (
        <p className="max-w-prose text-xs wrap-anywhere text-muted">
          {plural(finding.texts, "text")}
          {finding.unit === "authors"
            ? ` by ${countedInWords(finding.distinctAuthors, unit)}`
            : "; the source names no authors, so shares count texts"}
          . {outlierWords(finding, count(finding.outliers))} {copiesInWords(finding.copies)}
          {drawnInWords(finding.drawn)}
          {percent(finding.complaint.value)} of the {countedNames[unit]} complain (
          {range(finding.complaint.low, finding.complaint.high, percent)}; {count(finding.complaint.count)} of {count(finding.complaint.n)}
          ). Separation of the themes (mean silhouette, −1 to 1) {score(finding.silhouette)}
          {finding.silhouetteTexts !== undefined && ` of ${plural(finding.silhouetteTexts, "text")}`}. {finding.method}
          {finding.model !== undefined && `, embedded by ${finding.model}`}, seed {finding.seed}.
        </p>
      )}
    </Section>
  );
}

const severityTones: Record<ThemeSummary["severity"], Tone> = { high: "bad", medium: "warn", low: "plain" };

/** Below this mean similarity under resampling a theme is not to be trusted (Hennig 2007). */
const trustworthy = 0.6;

interface ThemeItemProps {
  niche: NicheDetail;
  theme: ThemeSummary;
  unit: Counted;
  finding: ThemeFinding | undefined;
}

function ThemeItem({ niche, theme, unit, finding }: ThemeItemProps) {
  const near = theme.sureness && nearInWords(theme.sureness);
  const [open, setOpen] = useState(false);
  const [changing, setChanging] = useState(false);
  const mayChange = usePermission(writeNiches, "change themes").allowed;
  const shaky = theme.stability !== undefined && theme.stability < trustworthy;
  return (
    <li id={themeAnchor(theme.id)} className="scroll-mt-20 rounded-xl border border-line bg-surface">
      <div className="p-4">
        <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
          <h3 className="font-semibold">{theme.label}</h3>
          <p className="flex flex-wrap gap-2">
            {shaky && <Badge tone="warn">not stable</Badge>}
            <Badge tone={severityTones[theme.severity]}>
              {theme.severity} severity{theme.sureness?.near !== undefined && `, near ${theme.sureness.near}`}
            </Badge>
          </p>
        </div>
        <p className="mt-0.5 text-xs text-muted">{theme.terms.join(" · ")}</p>
        <div className="mt-3 grid gap-x-8 gap-y-2 text-sm sm:grid-cols-2">
          <Share label={`Share of ${countedNames[unit]}`} share={theme.share} />
          <Share label="Complain" share={theme.complaint} />
        </div>
        {theme.complaint.count > 0 && (
          <ThemeTextsButton
            nicheId={niche.id}
            theme={theme}
            placesIn={({ complaining }) => complaining}
            quotes={theme.quotes}
            about={`${count(theme.complaint.count)} of ${countedInWords(theme.complaint.n, unit)} complain in ${theme.label}`}
          >
            Read the complaints
          </ThemeTextsButton>
        )}
        <p className="mt-2 text-xs text-muted">
          {plural(theme.size, "text")}
          {unit === "authors" && ` by ${countedInWords(theme.distinctAuthors, unit)}`}
          {theme.complaint.count > 0 && `; ${strengthInWords(theme)}`}
          {near !== undefined && `; severity ${theme.severity}, ${near}`}
          {theme.complaintShrunk && `; ${shrunkInWords(theme.complaintShrunk, unit)}`}
          {trustInWords(theme, finding?.resamples).map((words) => `; ${words}`)}
        </p>
        <PrintedQuotes theme={theme} />
        <ThemeOutcome theme={theme} themes={niche.themes} unit={unit} />
        <ThemeNeeds nicheId={niche.id} theme={theme} unit={unit} />
        <ThemeDemand demand={theme.demand} />
        <div className="mt-2 flex flex-wrap gap-x-6">
          <button
            type="button"
            aria-expanded={open}
            aria-label={`${open ? "Close" : "Read"} the quotes of ${theme.label}`}
            onClick={() => setOpen(!open)}
            className="min-h-8 text-sm font-medium text-accent underline-offset-4 hover:underline"
          >
            {open ? "Close" : "Read the quotes"}
          </button>
          {mayChange && (
            <button
              type="button"
              aria-label={`Change ${theme.label}`}
              onClick={() => setChanging(true)}
              className="min-h-8 text-sm font-medium text-accent underline-offset-4 hover:underline"
            >
              Change
            </button>
          )}
        </div>
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
    <div className="flex flex-wrap items-center gap-x-3">
      <span className="w-28 text-muted">{label}</span>
      <IntervalBar className="w-28" value={share.value} low={share.low} high={share.high} label={`${label}: ${figures}`} />
      <span className="tabular-nums">
        {percent(share.value)}{" "}
        <span className="text-xs text-muted">
          ({range(share.low, share.high, percent)}; {count(share.count)} of {count(share.n)})
        </span>
      </span>
    </div>
  );
}
