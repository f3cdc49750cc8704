/** The report of a run as Markdown (CommonMark), from the same data as the pages. */
import { formatMoney, type Money } from "../../../contracts/money.ts";
import type { Feedback, Run, SolutionOutline } from "../../../contracts/services/agent-teams.ts";
import type { MarketingPlan } from "../../../contracts/services/marketing.ts";
import type { Assumption } from "../../../contracts/services/estimate.ts";
import type { PriceRecommendation } from "../../../contracts/services/pricing.ts";
import type { RevenueProjection } from "../../../contracts/services/projections.ts";
import type { NicheDetail } from "../../../contracts/services/niche-analysis.ts";
import { count, figure, percent, range, score, title } from "../interface/formats.ts";

export interface ReportParts {
  run: Run;
  niche: NicheDetail;
  outline: SolutionOutline | undefined;
  price: PriceRecommendation;
  projection: RevenueProjection;
  plan: MarketingPlan;
  feedback: Feedback | undefined;
}

export function reportMarkdown(parts: ReportParts): string {
  const { run, niche, outline, price, projection, plan, feedback } = parts;
  const sections = [
    [
      `# ${plain(niche.name)}`,
      `Run ${run.id} of ${plain(run.team.name)}, ${run.startedAt} to ${run.finishedAt ?? "now"}, seed ${run.seed}.`,
    ],
    opportunitySection(niche),
    themeSection(niche),
    outline ? solutionSection(outline) : [],
    priceSection(price),
    projectionSection(projection),
    planSection(plan),
    feedback ? feedbackSection(feedback) : [],
    assumptionSection([...price.assumptions, ...projection.assumptions]),
    producerSection(run),
  ];
  return `${sections.flat().join("\n\n")}\n`;
}

function opportunitySection({ opportunity }: NicheDetail): string[] {
  if (!opportunity) return [];
  const { score: value, low, high, assessment, factors } = opportunity;
  return [
    "## Opportunity",
    `**${score(value)}** on a scale from 0 to 1, interval ${range(low, high, score)}. ${plain(assessment)}`,
    table(
      ["Factor", "Basis", "Weight", "Score", "Range", "Explanation"],
      factors.map((factor) => [
        title(factor.name),
        factor.basis,
        percent(factor.weight),
        factor.basis === "unknown" ? "unknown" : score(factor.score),
        range(factor.low, factor.high, score),
        factor.explanation,
      ]),
    ),
  ];
}

function themeSection({ themes }: NicheDetail): string[] {
  return [
    "## Themes",
    table(
      ["Theme", "Texts", "Share", "Complain", "Severity"],
      themes.map(({ label, size, share, complaint, severity }) => [
        label,
        count(size),
        `${percent(share.value)} (${range(share.low, share.high, percent)})`,
        `${percent(complaint.value)} (${range(complaint.low, complaint.high, percent)})`,
        severity,
      ]),
    ),
    ...themes.flatMap(({ label, quotes }) =>
      quotes.slice(0, 1).map((quote) => `> ${plain(quote.text)}\n>\n> ${plain(label)}, \`${quote.evidenceId}\``),
    ),
  ];
}

function solutionSection({ pitch, features, openQuestions }: SolutionOutline): string[] {
  return [
    "## Solution",
    plain(pitch),
    list(features.map(({ name, priority, because }) => `**${priority}** ${plain(name)}. ${plain(because)}`)),
    ...(openQuestions.length > 0 ? ["Find out before building:", list(openQuestions.map(plain))] : []),
  ];
}

function priceSection({ price, low, high, reason, strategies, tiers, warnings, strategy }: PriceRecommendation): string[] {
  const shown = (value: Money | null) => (value ? formatMoney(value) : "–");
  return [
    "## Price",
    `**${formatMoney(price)}** a month, between ${formatMoney(low)} and ${formatMoney(high)}; ${strategy}. ${plain(reason)}`,
    table(
      ["Strategy", "Price", "Lowest", "Highest"],
      strategies.map((one) => [title(one.strategy), shown(one.price), shown(one.low), shown(one.high)]),
    ),
    table(
      ["Tier", "Price", "Lowest", "Highest"],
      tiers.map((tier) => [tier.name, formatMoney(tier.price), formatMoney(tier.low), formatMoney(tier.high)]),
    ),
    ...(warnings.length > 0 ? [list(warnings.map(plain))] : []),
  ];
}

function projectionSection({ fan, deterministic, currency, months, paths, seed, mrrAtEnd, target }: RevenueProjection): string[] {
  const money = (minor: number) => formatMoney({ minor, currency });
  const shown = fan.filter(({ month }) => month === 1 || month % 6 === 0 || month === months);
  return [
    "## Projection",
    `MRR after ${months} months: median **${formatMoney(mrrAtEnd.p50)}**, nine in ten of ${count(paths)} futures between ${formatMoney(mrrAtEnd.p5)} and ${formatMoney(mrrAtEnd.p95)} (seed ${seed}).`,
    ...(target
      ? [`The target of ${formatMoney(target.mrr)} is met in the last month by ${percent(target.probabilityAtEnd)} of the futures.`]
      : []),
    table(
      ["Month", "P5", "P25", "Median", "P75", "P95", "Without chance"],
      shown.map(({ month, mrr }) => [
        String(month),
        ...[mrr.p5, mrr.p25, mrr.p50, mrr.p75, mrr.p95].map(money),
        money(deterministic.find((one) => one.month === month)?.mrr ?? 0),
      ]),
    ),
  ];
}

function planSection({ channels, budget, content }: MarketingPlan): string[] {
  return [
    "## Marketing plan",
    table(
      ["Channel", "Score", "Range", "Budget a month"],
      channels.map(({ channel, score: value, low, high }) => {
        const line = budget.find((one) => one.channel === channel);
        return [title(channel), score(value), range(low, high, score), line ? formatMoney(line.amount) : "–"];
      }),
    ),
    ...content.flatMap(({ kind, markdown, producedBy }, index) => [
      `### ${title(kind)}`,
      partOfReport(markdown, index + 1),
      `Written by the ${producedBy.kind} ${producedBy.name} ${producedBy.version}.`,
    ]),
  ];
}

/** A text is escaped Markdown already. Within the report its headings go below ours, and its footnotes keep to themselves. */
function partOfReport(markdown: string, text: number): string {
  return markdown
    .trim()
    .replace(/^(#{1,3}) /gm, "###$1 ")
    .replace(/\[\^(\d+)\]/g, `[^${text}-$1]`);
}

function feedbackSection({ findings, evidenceCoverage }: Feedback): string[] {
  return [
    "## Feedback",
    `${evidenceCoverage.withEvidence} of ${evidenceCoverage.claims} claims in the texts have evidence.`,
    list(findings.map(({ severity, step, finding, suggestion }) => `**${severity}** (${step}): ${plain(finding)} ${plain(suggestion)}`)),
  ];
}

function assumptionSection(assumptions: readonly Assumption[]): string[] {
  return [
    "## Assumptions",
    table(
      ["Assumption", "Value", "Range", "Unit", "Basis", "From"],
      assumptions.map(({ name, value, low, high, unit, basis, origin }) => [
        title(name),
        figure(value),
        range(low, high, figure),
        unit,
        basis,
        origin,
      ]),
    ),
  ];
}

function producerSection({ steps }: Run): string[] {
  return [
    "## Who produced what",
    list(
      steps.flatMap(({ key, output }) =>
        output ? [`${title(key)}: ${output.producedBy.kind} ${plain(output.producedBy.name)} ${output.producedBy.version}`] : [],
      ),
    ),
  ];
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join("\n");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(plain).join(" | ")} |`;
  return [line(head), `|${" --- |".repeat(head.length)}`, ...rows.map(line)].join("\n");
}

/** Words that mean nothing to Markdown or HTML: line breaks become spaces, every character with a meaning is escaped (CommonMark, 2.4). */
export function plain(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\`*_{}[\]<>#|~!]/g, String.raw`\$&`);
}
