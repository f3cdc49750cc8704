/** The report of a main job: what was found, how sure it is, what it rests on, and who wrote what. */
import { isSample, sampleProvenance } from "../../contracts/sample/workspace.ts";
import { formatMoney, money } from "../../contracts/money.ts";
import type { Feedback, SolutionOutline, Step } from "../../contracts/services/agent-teams.ts";
import type { Assumption } from "../../contracts/services/estimate.ts";
import type { NicheDetail } from "../../contracts/services/niche-analysis.ts";
import type { MainJobResult } from "../demo/main-job.ts";
import { heading, list, paragraph, quote, table, type Block } from "./document.ts";

export function reportOf(result: MainJobResult): Block[] {
  return [
    heading(1, `${result.market.name}: what to build, for whom, at what price`),
    ...sourceSection(result),
    ...themeSection(result.market),
    ...nicheSection(result),
    ...solutionSection(result.run.steps),
    ...priceSection(result),
    ...projectionSection(result),
    ...planSection(result),
    ...feedbackSection(result.run.steps),
    ...provenanceSection(result),
  ];
}

function sourceSection({ market }: MainJobResult): Block[] {
  const files = market.imports.map(({ read, fileName, format, encoding, kept, copies, droppedBy }) => {
    const dropped = Object.entries(droppedBy).map(([reason, count]) => `${count} ${reason}`);
    return `${read} rows of ${fileName} (${format}, ${encoding}) were read, ${kept} kept${copies === undefined ? "" : `, ${copies} counted as copies of these`}${dropped.length > 0 ? `; dropped: ${dropped.join(", ")}` : ""}.`;
  });
  const unit = market.finding?.unit === "authors" ? "distinct authors" : "texts (the source names no authors)";
  return [
    ...(isSample(market) ? [paragraph(`Sample data. ${sampleProvenance}`)] : []),
    paragraph(`${files.join(" ")} Shares count ${unit}.`),
  ];
}

function themeSection(market: NicheDetail): Block[] {
  const blocks = market.themes.flatMap((theme) => [
    heading(3, `${theme.label} (${theme.severity} severity)`),
    paragraph(
      `${theme.size} texts${market.finding?.unit === "authors" ? ` by ${theme.distinctAuthors} authors` : ""}, ${range(theme.share, percent)} of all; ${range(theme.complaint, percent)} of them complain${theme.stability === undefined ? "" : `; stability ${theme.stability.toFixed(2)}`}.`,
    ),
    ...theme.quotes.slice(0, 2).map((said) => quote(`“${said.text}”`, said.evidenceId)),
  ]);
  const finding = market.finding;
  return [
    heading(2, "Themes"),
    ...(finding
      ? [
          paragraph(
            `${market.themes.length} themes by ${finding.method}; silhouette ${finding.silhouette.toFixed(2)}; ${finding.outliers} of ${finding.texts} texts fit none; copies of an earlier text: ${(finding.copies?.exact ?? 0) + (finding.copies?.near ?? 0)}.`,
          ),
        ]
      : []),
    ...blocks,
  ];
}

function nicheSection({ comparison, niches }: MainJobResult): Block[] {
  const rows = comparison.ranked.map((ranked) => {
    const niche = niches.find((candidate) => candidate.id === ranked.nicheId);
    return [
      String(ranked.rank),
      ranked.name,
      range({ value: ranked.score, low: ranked.low, high: ranked.high }, (value) => value.toFixed(2)),
      String(niche?.evidenceCount ?? ""),
      ranked.rank === comparison.ranked.length ? "last" : ranked.clearlyAboveNext ? "yes" : "no",
    ];
  });
  const best = niches.find((niche) => niche.id === comparison.ranked[0]?.nicheId);
  const factors =
    best?.opportunity?.factors.map((factor) => [
      factor.name.replaceAll("_", " "),
      factor.weight.toFixed(2),
      range({ value: factor.score, low: factor.low, high: factor.high }, (value) => value.toFixed(2)),
      factor.basis,
      factor.explanation,
    ]) ?? [];
  return [
    heading(2, "Niches, ranked"),
    table(["rank", "niche", "opportunity (interval)", "texts", "clearly above the next"], rows),
    ...(best
      ? [
          paragraph(`Why "${best.name}": ${best.opportunity?.assessment ?? ""}. Method: ${best.opportunity?.method ?? ""}.`),
          table(["factor", "weight", "score (interval)", "basis", "explanation"], factors),
        ]
      : []),
  ];
}

function solutionSection(steps: readonly Step[]): Block[] {
  // The solution step stores its outline as its detail.
  const outline = detailOf<SolutionOutline>(steps, "solution");
  if (!outline) return [];
  return [
    heading(2, "What to build"),
    paragraph(outline.pitch),
    table(
      ["priority", "feature", "because", "evidence"],
      outline.features.map((feature) => [feature.priority, feature.name, feature.because, feature.evidenceIds.join(", ")]),
    ),
    ...(outline.openQuestions.length > 0 ? [heading(3, "Open questions"), list(outline.openQuestions)] : []),
  ];
}

function priceSection({ price, run }: MainJobResult): Block[] {
  return [
    heading(2, "Price"),
    paragraph(
      `${formatMoney(price.price)} a month (${formatMoney(price.low)} to ${formatMoney(price.high)}), ${price.strategy}. ${price.reason}`,
    ),
    table(
      ["strategy", "price", "range", "how"],
      price.strategies.map((strategy) => [
        strategy.strategy,
        strategy.price ? formatMoney(strategy.price) : "unknown",
        strategy.low && strategy.high ? `${formatMoney(strategy.low)} to ${formatMoney(strategy.high)}` : "unknown",
        strategy.explanation,
      ]),
    ),
    table(
      ["tier", "price a month", "range"],
      price.tiers.map((tier) => [tier.name, formatMoney(tier.price), `${formatMoney(tier.low)} to ${formatMoney(tier.high)}`]),
    ),
    heading(3, "What the price assumes"),
    table(["assumption", "value", "range", "unit", "basis"], assumptionRows(price.assumptions, run.stated)),
    ...(price.warnings.length > 0 ? [list(price.warnings)] : []),
  ];
}

function projectionSection({ projection, run }: MainJobResult): Block[] {
  const shown = (minor: number) => formatMoney(money(minor, projection.currency));
  const rows = [12, 24, 36].flatMap((month) => {
    const at = projection.fan.find((candidate) => candidate.month === month);
    return at
      ? [
          [
            String(month),
            shown(at.mrr.p5),
            shown(at.mrr.p25),
            shown(at.mrr.p50),
            shown(at.mrr.p75),
            shown(at.mrr.p95),
            shown(at.cumulative.p50),
          ],
        ]
      : [];
  });
  return [
    heading(2, "Revenue projection"),
    paragraph(
      `Monthly recurring revenue over ${projection.months} months: ${projection.paths.toLocaleString("en-US")} simulated futures, seed ${projection.seed}.`,
    ),
    table(["month", "P5", "P25", "median", "P75", "P95", "earned in all (median)"], rows),
    heading(3, "What the projection assumes"),
    table(
      ["assumption", "value", "range", "unit", "basis"],
      assumptionRows(projection.assumptions, projectionStated(run.stated, projection.assumptions)),
    ),
  ];
}

function planSection({ plan }: MainJobResult): Block[] {
  return [
    heading(2, "Marketing plan"),
    table(
      ["channel", "score (interval)", "why"],
      plan.channels
        .slice(0, 5)
        .map((channel) => [
          channel.channel,
          range({ value: channel.score, low: channel.low, high: channel.high }, (value) => value.toFixed(2)),
          channel.reason,
        ]),
    ),
    table(
      ["channel", "budget a month"],
      plan.budget.map((line) => [line.channel, formatMoney(line.amount)]),
    ),
    ...plan.content.flatMap((content) => [
      heading(3, `${content.kind === "landing-page" ? "Landing page" : "Post"}: ${content.title}`),
      paragraph(
        `Written by the ${content.producedBy.kind} ${content.producedBy.name} ${content.producedBy.version}; Flesch reading ease ${content.readability.fleschReadingEase.toFixed(0)}; ${content.publishable ? "ready to publish" : "not ready: it still needs proof"}.`,
      ),
      list(
        content.sentences.map((sentence) =>
          sentence.evidenceIds.length > 0 ? `${sentence.text} (${sentence.evidenceIds.join(", ")})` : sentence.text,
        ),
      ),
    ]),
  ];
}

function feedbackSection(steps: readonly Step[]): Block[] {
  const found = detailOf<Feedback>(steps, "feedback");
  if (!found) return [];
  const { claims, withEvidence } = found.evidenceCoverage;
  return [
    heading(2, "Weak points"),
    paragraph(`${withEvidence} of ${claims} claims in the texts carry evidence.`),
    table(
      ["severity", "step", "finding", "what would settle it"],
      found.findings.map((finding) => [finding.severity, finding.step, finding.finding, finding.suggestion]),
    ),
  ];
}

function provenanceSection({ run, market, plan, price, projection }: MainJobResult): Block[] {
  return [
    heading(2, "Where each text came from"),
    table(
      ["step", "agent", "took", "made by", "result"],
      run.steps.map((step) => [
        step.key,
        step.role,
        `${((step.durationMs ?? 0) / 1000).toFixed(1)} s`,
        step.output ? `${step.output.producedBy.kind} ${step.output.producedBy.name} ${step.output.producedBy.version}` : "",
        step.output?.summary ?? "",
      ]),
    ),
    list([
      `Quotes: the imported evidence, by id.`,
      `Theme labels: ${market.finding?.method ?? "unknown"}; vectors by ${market.finding?.model ?? "unknown"}.`,
      `Price: ${price.method}. Projection: ${projection.method}.`,
      `Landing page and posts: ${[...new Set(plan.content.map((content) => `${content.producedBy.kind} ${content.producedBy.name} ${content.producedBy.version}`))].join(", ")}. No language model wrote any of it.`,
    ]),
  ];
}

/** An assumption that the founder did not state is a default, whoever passed it on. */
function assumptionRows(assumptions: readonly Assumption[], stated: readonly string[]): string[][] {
  return assumptions.map((one) => [
    one.name,
    rounded(one.value),
    `${rounded(one.low)} to ${rounded(one.high)}`,
    one.unit,
    one.basis === "evidence" ? "evidence" : stated.includes(one.name) ? "stated by you" : "default",
  ]);
}

/** The inputs of the projection are stated together or not at all. */
function projectionStated(stated: readonly string[], assumptions: readonly Assumption[]): string[] {
  return stated.includes("projection") ? assumptions.map((one) => one.name) : [];
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(6)));
}

function detailOf<T>(steps: readonly Step[], key: Step["key"]): T | undefined {
  return steps.find((step) => step.key === key)?.output?.detail as T | undefined;
}

function range({ value, low, high }: { value: number; low: number; high: number }, shown: (value: number) => string): string {
  return `${shown(value)} (${shown(low)} to ${shown(high)})`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}
