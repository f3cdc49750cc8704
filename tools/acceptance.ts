/**
 * `npm run acceptance -- niche --data DIR [--json]`: the analysis of niches on real corpora, each figure beside its bar. Exits with 1 when one is
 * missed or a corpus is not there. The corpora stay where they are: DIR is searched for files of known names, and every other CSV file that has labels
 * is tried too.
 */
import { NodeEmbedder } from "./acceptance/embeddings.ts";
import { nicheAcceptance } from "./acceptance/niche.ts";
import { acceptanceOptions } from "./acceptance/options.ts";
import { figureTable, passed, summary, type JudgedFigure } from "./acceptance/table.ts";
import { runCommand } from "./system/command.ts";

/** Returns the exit code. */
async function main(): Promise<number> {
  const options = acceptanceOptions(process.argv.slice(2));
  const begun = performance.now();
  const say = (message: string) => process.stderr.write(`${((performance.now() - begun) / 1000).toFixed(1).padStart(6)} s  ${message}\n`);
  const embedder = await NodeEmbedder.open(say);
  const figures: JudgedFigure[] = [];
  let missing: string[] = [];
  try {
    const trial = nicheAcceptance({ ...options, embedder, say });
    for (let step = await trial.next(); ; step = await trial.next()) {
      if (step.done) {
        missing = step.value;
        break;
      }
      figures.push(step.value);
    }
  } finally {
    await embedder.close();
  }
  if (figures.length > 0 || options.json) console.log(options.json ? JSON.stringify(figures) : figureTable(figures));
  (options.json ? console.error : console.log)(summary(figures, missing, options.data));
  return passed(figures, missing) ? 0 : 1;
}

await runCommand(main);
