/** The effect that turns embedded evidence into themes and a score: the whole of `domain/analysis.ts` on the rows of one analysis. */
import { analyseNiche } from "../../../workers/niche-analysis/domain/analysis.ts";
import type { EffectTools } from "../../kernel/blueprint.ts";
import type { EffectHandler } from "../../kernel/types.ts";
import type { NicheCommand } from "../commands.ts";
import type { NicheEnv } from "../env.ts";
import { themesInputSchema } from "../plan.ts";
import { embeddedSample, sampleIds } from "../sample.ts";
import { foundTheme, readFound, readKnown, writeThemes } from "../theme-rows.ts";

/** Deterministic, so a repetition after a crash writes the same rows under the same name. */
export function themes({ sql }: EffectTools<NicheEnv>): EffectHandler<NicheCommand> {
  return async (task) => {
    const input = themesInputSchema.parse(task.input);
    const { analysisId, through, copiesThrough, seed, model, name, market, overrides, revision, earlier: batch, outlierShare } = input;
    const earlier = batch === undefined ? [] : readKnown(sql, batch);
    const found = input.found && { ...input.found, groups: readFound(sql, input.found.batch) };
    const analysis = await analyseNiche({
      name,
      market,
      ...embeddedSample(sql, sampleIds(sql, through), model, copiesThrough),
      seed,
      outlierShare,
      model,
      earlier,
      found,
      overrides,
      pause,
    });
    const data = {
      analysisId,
      batchId: writeThemes(sql, analysis.themes),
      foundBatchId: writeThemes(sql, analysis.found.groups),
      finding: analysis.finding,
      themes: analysis.themes.map(foundTheme),
      demand: analysis.demand,
    };
    return { status: "done", command: { type: "analysed", data, market, opportunity: analysis.opportunity, revision } };
  };
}

/** Lets the niche answer what has come meanwhile. */
async function pause(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
}
