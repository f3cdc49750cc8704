/**
 * `npm run acceptance -- niche --data DIR [--json]`: the analysis of niches on real corpora, each figure beside its bar. Exits with 1 when one is
 * missed. The corpora stay where they are: DIR is searched for files of known names, and every other CSV file that has labels is tried too.
 */
import { met, type Figure } from "../bench/figures.ts";
import { NodeEmbedder } from "./acceptance/embeddings.ts";
import { nicheAcceptance } from "./acceptance/niche.ts";
import { acceptanceOptions } from "./acceptance/options.ts";
import { figureTable } from "./acceptance/table.ts";
import { runCommand } from "./system/command.ts";
import { UserError } from "./system/user-error.ts";

/** Returns the exit code. */
async function main(): Promise<number> {
  const options = acceptanceOptions(process.argv.slice(2));
  const begun = performance.now();
  const say = (message: string) => process.stderr.write(`${((performance.now() - begun) / 1000).toFixed(1).padStart(6)} s  ${message}\n`);
  const embedder = await NodeEmbedder.open(say);
  const figures: Figure[] = [];
  try {
    for await (const figure of nicheAcceptance({ ...options, embedder, say })) figures.push(figure);
  } finally {
    await embedder.close();
  }
  const judged = figures.filter(({ bar }) => bar !== undefined);
  if (judged.length === 0) throw new UserError(`There is no corpus that is known, and no CSV file with labels, in ${options.data}.`);
  const missed = judged.filter((figure) => !met(figure));
  console.log(options.json ? JSON.stringify(figures) : figureTable(figures));
  console.log(`${judged.length - missed.length} of ${judged.length} bars reached`);
  return missed.length === 0 ? 0 : 1;
}

await runCommand(main);
