/** A niche as a document: score, themes, quotes, each claim with a footnote that leads to its evidence. */
import type { Evidence } from "../../../../contracts/services/niche-evidence.ts";
import type { NicheDetail } from "../../../../contracts/services/niche-analysis.ts";
import type { Demand } from "../../../../contracts/services/niche-demand.ts";
import { needWords } from "../../../../contracts/services/niche-needs.ts";
import type { Opportunity } from "../../../../contracts/services/niche-opportunity.ts";
import type { Quote } from "../../../../contracts/services/niche-figures.ts";
import type { ThemeFinding, ThemeSummary } from "../../../../contracts/services/niche-themes.ts";
import { percent, score, withInterval } from "./figures.ts";
import { Footnotes } from "./footnotes.ts";
import { marketLines } from "./market-lines.ts";
import { plainMarkdown, tableRow } from "./markdown-text.ts";

const demandWords: Record<Demand["class"], string> = {
  rising: "rising",
  falling: "falling",
  "no-trend": "no trend that could be told from chance",
  "too-short": "fewer than eight whole months: no statement",
  "too-few": "too few dated texts: no statement",
};

/**
 * Markdown with footnotes (GitHub's dialect). `evidence`: the texts that the themes quote; one that is missing is named by its id. Depends on
 * what it is given alone: the same niche at the same version is the same document.
 */
export function markdownReport(niche: NicheDetail, evidence: readonly Evidence[]): string {
  const notes = new Footnotes(evidence);
  const { opportunity, finding, demand, themes } = niche;
  const lines = [
    `# ${plainMarkdown(niche.name)}`,
    "",
    `State of ${niche.updatedAt} (version ${niche.version}); ${niche.evidenceCount} texts, ${themes.length} themes.`,
    ...(opportunity ? opportunityLines(opportunity) : ["", "Not scored yet."]),
    ...(demand ? ["", "## Demand", "", demandLine(demand)] : []),
    ...marketLines(niche),
    ...(themes.length > 0 ? themesTable(themes) : []),
    ...(finding?.areas ? areaLines(finding.areas, themes) : []),
    ...themes.flatMap((theme) => themeLines(theme, notes)),
    ...(finding ? findingLines(finding) : []),
  ];
  const footnotes = notes.lines();
  return `${[...lines, ...(footnotes.length > 0 ? ["", ...footnotes] : [])].join("\n")}\n`;
}

/** Ids of the texts that the report quotes. */
export function quotedIds(themes: readonly ThemeSummary[]): string[] {
  const quotes = themes.flatMap(({ quotes: own, needs = [] }) => [...own, ...needs.flatMap((need) => need.quotes)]);
  return [...new Set(quotes.map(({ evidenceId }) => evidenceId))];
}

function opportunityLines({ score: value, low, high, assessment, method, factors, recommendations }: Opportunity): string[] {
  return [
    "",
    "## Opportunity",
    "",
    `**${score(value)}** of 1, between ${score(low)} and ${score(high)}. ${plainMarkdown(assessment)}`,
    "",
    tableRow(["Factor", "Weight", "Score", "Between", "Basis", "Why"]),
    tableRow(["---", "---:", "---:", "---", "---", "---"]),
    ...factors.map(({ name, weight, score: own, low: least, high: most, basis, explanation }) =>
      tableRow([
        name.replaceAll("_", " "),
        percent(weight),
        score(own),
        `${score(least)} and ${score(most)}`,
        basis,
        plainMarkdown(explanation),
      ]),
    ),
    "",
    ...recommendations.map((one) => `- ${plainMarkdown(one)}`),
    "",
    plainMarkdown(method),
  ];
}

function demandLine({ class: kind, n, unit, trend, velocity }: Demand): string {
  const year = trend && `${percent(trend.yearly.value)} a year (${percent(trend.yearly.low)} to ${percent(trend.yearly.high)})`;
  const quarter =
    velocity && velocity.ratio !== null
      ? `the latest quarter ${score(velocity.ratio)} times the year before (from ${score(velocity.low)} to ${velocity.high === null ? "no bound" : score(velocity.high)})`
      : undefined;
  return `${[`Demand: ${demandWords[kind]}`, year, quarter, `${n} ${unit} counted`].filter((part) => part !== undefined).join("; ")}.`;
}

function themesTable(themes: readonly ThemeSummary[]): string[] {
  return [
    "",
    "## Themes",
    "",
    tableRow(["Theme", "Texts", "Share", "Complain", "Severity", "Stability"]),
    tableRow(["---", "---:", "---", "---", "---", "---:"]),
    ...themes.map(({ label, size, share, complaint, severity, stability }) =>
      tableRow([
        plainMarkdown(label),
        String(size),
        withInterval(share),
        withInterval(complaint),
        severity,
        stability === undefined ? "" : score(stability),
      ]),
    ),
  ];
}

function areaLines(areas: NonNullable<ThemeFinding["areas"]>, themes: readonly ThemeSummary[]): string[] {
  const labelOf = new Map(themes.map(({ id, label }) => [id, plainMarkdown(label)]));
  return [
    "",
    "### Areas",
    "",
    ...areas.map(
      ({ label, size, themeIds }) => `- ${plainMarkdown(label)} (${size} texts): ${themeIds.map((id) => labelOf.get(id) ?? id).join("; ")}`,
    ),
  ];
}

function themeLines({ label, terms, quotes, needs = [], demand }: ThemeSummary, notes: Footnotes): string[] {
  const quoted = ({ evidenceId, text }: Quote) => `“${plainMarkdown(text)}”${notes.mark(evidenceId)}`;
  return [
    "",
    `### ${plainMarkdown(label)}`,
    "",
    terms.map(plainMarkdown).join(", "),
    ...quotes.flatMap((quote) => ["", `> ${quoted(quote)}`]),
    ...(needs.length > 0 ? [""] : []),
    ...needs.map(({ kind, share, quotes: said }) => `- ${withInterval(share)} ${needWords[kind]}: ${said.map(quoted).join(" ")}`),
    ...(demand ? ["", demandLine(demand)] : []),
  ];
}

function findingLines({
  texts,
  unit,
  distinctAuthors,
  outliers,
  complaint,
  silhouette,
  method,
  model,
  seed,
  overrides,
}: ThemeFinding): string[] {
  return [
    "",
    "## How this was found",
    "",
    `- ${texts} texts${unit === "authors" ? ` by ${distinctAuthors} authors; shares count authors` : "; the source names no authors, so shares count texts"}; ${outliers} fit no theme.`,
    `- ${withInterval(complaint)} of all texts complain.`,
    `- Themes: ${plainMarkdown(method)}; silhouette ${score(silhouette)}${model === undefined ? "" : `; embedded by ${plainMarkdown(model)}`}; seed ${seed}.`,
    ...(overrides ? [`- Changed by people: ${overrides.applied} changes apply, ${overrides.dormant.length} find nothing to change.`] : []),
    "- Intervals are 95 %: Wilson's for shares; that of the score spans what is unknown.",
  ];
}
