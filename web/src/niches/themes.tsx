/** The themes of a niche: how many speak of each, how many complain, how far each share can be trusted. */
import { useState } from "react";
import type { NicheDetail, ThemeSummary } from "../../../contracts/services/niche-analysis.ts";
import { SelectField } from "../interface/field.tsx";
import { count, percent, plural, range, score } from "../interface/formats.ts";
import { Empty } from "../interface/notice.tsx";
import { Section } from "../interface/page.tsx";
import { AlikeTexts } from "./alike-texts.tsx";
import { countedInWords, countedNames } from "./counted-words.ts";
import { copiesInWords, drawnInWords } from "./evidence-words.ts";
import { outlierWords } from "./outlier-share.ts";
import { SampleButton } from "./sample/sample-button.tsx";
import { ThemeChanges } from "./theme-changes/changes.tsx";
import { ThemeItem } from "./theme-item.tsx";
import { ThemeMap } from "./theme-map.tsx";

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
