/** The developer's outline: the smallest product that answers the strongest themes, each feature with its evidence. */
import type { NicheDetail, ThemeSummary } from "../../../contracts/services/niche-analysis.ts";
import type { SolutionOutline } from "../../../contracts/services/agent-teams.ts";

/** More features than this is not a first product. */
const maxFeatures = 6;
const priorityOf = { high: "must", medium: "should", low: "could" } as const;

/** Themes in the order in which a product should answer them: severity, then how many people, then id. */
export function byUrgency(themes: readonly ThemeSummary[]): ThemeSummary[] {
  const rank = { high: 0, medium: 1, low: 2 };
  return themes.toSorted((a, b) => rank[a.severity] - rank[b.severity] || b.complaint.count - a.complaint.count || (a.id < b.id ? -1 : 1));
}

/** Only themes that somebody complains about become features. */
export function outlineSolution(niche: Pick<NicheDetail, "id" | "name" | "themes" | "market" | "finding">): SolutionOutline {
  const answered = byUrgency(niche.themes)
    .filter((theme) => theme.complaint.count > 0)
    .slice(0, maxFeatures);
  return {
    nicheId: niche.id,
    nicheName: niche.name,
    pitch: pitchOf(niche.name, answered),
    features: answered.map((theme) => ({
      name: `Fix what people report about ${theme.label}`,
      themeId: theme.id,
      priority: priorityOf[theme.severity],
      because: `${theme.complaint.count} of ${theme.complaint.n} texts on ${theme.label} complain (95 % interval ${percent(theme.complaint.low)} to ${percent(theme.complaint.high)}).`,
      evidenceIds: theme.quotes.map((quote) => quote.evidenceId),
    })),
    openQuestions: openQuestions(niche, answered),
  };
}

function pitchOf(name: string, themes: readonly ThemeSummary[]): string {
  const labels = themes.slice(0, 2).map((theme) => theme.label);
  if (labels.length === 0) return `Nothing in the evidence on ${name} complains: there is no problem to solve yet.`;
  return `For people who deal with ${name}: a tool that takes ${labels.join(" and ")} off their hands.`;
}

function openQuestions(niche: Pick<NicheDetail, "market" | "finding">, answered: readonly ThemeSummary[]): string[] {
  const questions: string[] = [];
  if (niche.market.marketSize === "unknown")
    questions.push("How many people have this problem? The evidence cannot tell; set the market size.");
  if (niche.market.competition === "unknown")
    questions.push("Who serves them today, and for how much? Set the competition or import a competitor table.");
  if (niche.market.growthRate === "unknown") questions.push("Does demand grow? Import dated evidence or set the growth.");
  if (niche.finding?.unit === "texts")
    questions.push("The source names no authors, so one loud person may count many times. Import a source with authors.");
  for (const theme of answered) if (theme.size < 15) questions.push(`Is "${theme.label}" real? Only ${theme.size} texts speak of it.`);
  return questions;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
