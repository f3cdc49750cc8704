/** Research: analyse the market, split it into niches, wait for all of them, rank them, choose the best. Can be entered again at any point. */
import type { NicheDetail } from "../../../contracts/services/niche-analysis.ts";
import { choiceReason } from "./choice-reason.ts";
import { maxEvidenceIds, output, StepFault, value, type StepContext, type StepResult } from "./step.ts";

const lookAgainMs = 300;

export async function research(context: StepContext): Promise<StepResult> {
  const { tools, input, principal, effectId } = context;
  const market = await analysed(context);
  if (!market) return { waitMs: lookAgainMs };
  const discoverId = `${effectId}:discover`;
  const discovered = await tools.NICHE_ANALYSIS.discover(principal, { commandId: discoverId, nicheId: input.nicheId });
  // A market too small to split is a niche by itself.
  const children = discovered.ok ? discovered.value : [];
  if (!discovered.ok && discovered.error.code !== "conflict") throw new StepFault(discovered.error);
  const candidates = children.length > 0 ? children.map((child) => child.id) : [market.id];
  const details = await Promise.all(candidates.map(async (id) => tools.NICHE_ANALYSIS.niche(principal, id)));
  const niches: NicheDetail[] = [];
  for (const detail of details) {
    // A child that is announced but not created yet counts as still to come.
    if (!detail.ok && detail.error.code === "not_found") return { waitMs: lookAgainMs };
    const niche = value(detail);
    if (niche.work.status === "failed") throw failedAnalysis(niche);
    if (!niche.opportunity || niche.work.status !== "succeeded") return { waitMs: lookAgainMs };
    niches.push(niche);
  }
  return choose(context, niches);
}

/** The market once it has been analysed; undefined while that goes on. */
async function analysed({ tools, input, principal, effectId }: StepContext): Promise<NicheDetail | undefined> {
  const market = value(await tools.NICHE_ANALYSIS.niche(principal, input.nicheId));
  if (market.work.status === "succeeded" && market.opportunity) return market;
  if (market.work.status === "queued" || market.work.status === "running") return undefined;
  const started = value(
    await tools.NICHE_ANALYSIS.analyse(principal, { commandId: `${effectId}:analyse`, nicheId: input.nicheId, seed: input.seed }),
  );
  // The same key does not start a second analysis: still failed means that ours has failed.
  if (started.work.status === "failed") throw failedAnalysis(started);
  return undefined;
}

async function choose({ tools, input, principal, effectId }: StepContext, niches: NicheDetail[]): Promise<StepResult> {
  const comparison = value(
    await tools.NICHE_ANALYSIS.compare(
      principal,
      niches.map((niche) => niche.id),
    ),
  );
  const first = comparison.ranked[0];
  const best = niches.find((niche) => niche.id === first?.nicheId);
  if (!first || !best)
    throw new StepFault({ code: "conflict", detail: "There is no niche to choose from: import more evidence.", retryable: false });
  return output({
    summary: `${niches.length} ${niches.length === 1 ? "niche" : "niches"} ranked; "${best.name}" leads with ${first.score.toFixed(2)} (${first.low.toFixed(2)} to ${first.high.toFixed(2)}).`,
    reason: choiceReason(comparison),
    references: { nicheId: best.id, nicheIds: comparison.ranked.map((niche) => niche.nicheId) },
    evidenceIds: [...new Set(best.themes.flatMap((theme) => theme.quotes.map((quote) => quote.evidenceId)))].slice(0, maxEvidenceIds),
    calls: [
      { service: "niche-analysis", method: "analyse", commandId: `${effectId}:analyse` },
      { service: "niche-analysis", method: "discover", commandId: `${effectId}:discover` },
      { service: "niche-analysis", method: "compare", commandId: `${effectId}:compare` },
    ],
    detail: { market: input.nicheId, ranked: comparison.ranked },
  });
}

function failedAnalysis(niche: NicheDetail): StepFault {
  return new StepFault({
    code: "unavailable",
    detail: `The analysis of "${niche.name}" failed: ${niche.work.message ?? "no reason was recorded"}.`,
    retryable: false,
  });
}
