/**
 * `npm run acceptance -- niche --data DIR [--json]`: the analysis of niches on real corpora, each figure beside its bar. Exits with 1 when one is
 * missed or a corpus is not there. The corpora stay where they are: DIR is searched for files of known names, and every other CSV file that has labels
 * is tried too. `npm run acceptance -- processors [--json]`: the same vectors from kernels that have nothing in common.
 */
import { NodeEmbedder } from "./acceptance/embeddings.ts";
import { nicheAcceptance } from "./acceptance/niche.ts";
import { acceptanceOptions, processorsOptions } from "./acceptance/options.ts";
import { sameOnProcessors } from "./acceptance/processors.ts";
import { figureTable, passed, summary, type JudgedFigure } from "./acceptance/table.ts";
import { runCommand } from "./system/command.ts";

/** Returns the exit code. */
async function main(): Promise<number> {
  const begun = performance.now();
  const say = (message: string) => process.stderr.write(`${((performance.now() - begun) / 1000).toFixed(1).padStart(6)} s  ${message}\n`);
  const processors = processorsOptions(process.argv.slice(2));
  return processors ? tried(sameOnProcessors(say), { ...processors, data: "this machine", demands: false }) : ofNiches(say);
}

async function ofNiches(say: (message: string) => void): Promise<number> {
  const options = acceptanceOptions(process.argv.slice(2));
  const embedder = await NodeEmbedder.open(say);
  try {
    return await tried(nicheAcceptance({ ...options, embedder, say }), { ...options, demands: true });
  } finally {
    await embedder.close();
  }
}

/** `demands`: what could not be tried counts as missed. */
async function tried(
  trial: AsyncGenerator<JudgedFigure, string[]>,
  { json, data, demands }: { json: boolean; data: string; demands: boolean },
): Promise<number> {
  const figures: JudgedFigure[] = [];
  let step = await trial.next();
  for (; !step.done; step = await trial.next()) figures.push(step.value);
  if (figures.length > 0 || json) console.log(json ? JSON.stringify(figures) : figureTable(figures));
  (json ? console.error : console.log)(summary(figures, step.value, data));
  return passed(figures, demands ? step.value : []) ? 0 : 1;
}

await runCommand(main);
