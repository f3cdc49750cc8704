/** The effect that counts who complains of which competitor in which theme, and what of each is praised: the texts of the themes, read in pieces. */
import { sizeConcentration } from "../../../workers/niche-analysis/domain/competition/size-concentration.ts";
import { readAspects } from "../../../workers/niche-analysis/domain/competition/aspects/aspects.ts";
import { readGaps } from "../../../workers/niche-analysis/domain/competition/gaps.ts";
import { Voices } from "../../../workers/niche-analysis/domain/counting/voices.ts";
import { figuresSeed } from "../../../workers/niche-analysis/domain/market/market-figures.ts";
import { competitionReading } from "../../../workers/niche-analysis/domain/opportunity/levels/competition.ts";
import { rowsOfPiece } from "../../../workers/niche-analysis/domain/import/market/market-pieces.ts";
import type { EffectTools } from "../../kernel/blueprint.ts";
import type { EffectHandler } from "../../kernel/types.ts";
import type { NicheCommand } from "../commands.ts";
import type { NicheEnv } from "../env.ts";
import { batchOf, marketPiecesOf, writeMarketPieces } from "../market-rows.ts";
import { matchInputSchema } from "../market-tables.ts";
import { occurrencesOf } from "../occurrences.ts";
import { evidenceFacts, evidenceTexts } from "../sample.ts";
import { readThemes } from "../theme-rows.ts";

/** Deterministic, so a repetition after a crash writes the same rows under the same name. */
export function match({ sql }: EffectTools<NicheEnv>): EffectHandler<NicheCommand> {
  return async (task) => {
    const { matching, tableId, themesBatch } = matchInputSchema.parse(task.input);
    const competitors = marketPiecesOf(sql, tableId).flatMap((piece) => rowsOfPiece("competitors", piece));
    const themes = readThemes(sql, themesBatch);
    const ids = [...new Set(themes.flatMap(({ evidenceIds }) => evidenceIds))].toSorted();
    const source = { facts: evidenceFacts(sql, ids), texts: evidenceTexts(sql, ids), pause };
    const reading = await readGaps({ themes, competitors }, source);
    const voices = await Voices.of([...ids.keys()], occurrencesOf(sql, ids, Number.MAX_SAFE_INTEGER), pause);
    const questions = [{ ids }, ...Array.from(reading.namedIn, ([competitor, naming]) => ({ competitor, ids: naming }))];
    const groups = await readAspects({ competitors, questions }, { ...source, voices });
    const pieces = reading.themes.map((theme) => JSON.stringify(theme));
    const aspects = groups.map((group) => JSON.stringify(group));
    const [batchId, aspectsBatchId] = [batchOf(pieces), batchOf(aspects)];
    const competition = competitionReading(tableId, sizeConcentration(competitors, figuresSeed), reading.themes);
    const { texts, mentions, competitors: named, leaders } = reading;
    const order = { competitors: named, leaders };
    const data = { tableId, themesBatch, batchId, aspectsBatchId, texts, mentions, order, ...(competition && { competition }) };
    return {
      status: "done",
      command: () => {
        writeMarketPieces(sql, batchId, pieces);
        writeMarketPieces(sql, aspectsBatchId, aspects);
        return { type: "matched", matching, data };
      },
    };
  };
}

/** Lets the niche answer what has come meanwhile. */
async function pause(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
}
