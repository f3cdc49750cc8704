/** What the analysis of niches has to reach, corpus by corpus. */
import { basename } from "node:path";
import { banking77 } from "./banking77.ts";
import { annotatedComplaints, annotatedSentences, filesIn, labelledRows, named, ratedSentences } from "./corpora.ts";
import type { NodeEmbedder } from "./embeddings.ts";
import { complaintThemes, complaintRanking } from "./complaints.ts";
import { keptVectors } from "./evidence.ts";
import { againstLabels } from "./labelled.ts";
import { onePass } from "./one-pass.ts";
import { corpora, type AcceptanceOptions, type CorpusName } from "./options.ts";
import type { JudgedFigure } from "./table.ts";

export interface Trial extends AcceptanceOptions {
  embedder: Pick<NodeEmbedder, "embed" | "dimensions">;
  say: (message: string) => void;
}

/** Yields figure after figure; returns the files that were to be there and are not. */
export async function* nicheAcceptance(trial: Trial): AsyncGenerator<JudgedFigure, string[]> {
  const { data, tried, demanded } = trial;
  const files = filesIn(data);
  const missing: string[] = [];
  const corpus = (name: CorpusName) => {
    if (!tried.has(name)) return undefined;
    const path = named(files, corpora[name]);
    if (path === undefined && demanded.has(name)) missing.push(corpora[name]);
    return path;
  };
  const banking = corpus("banking77");
  if (banking !== undefined) yield* banking77(trial, banking);
  if (tried.has("labelled")) {
    const known = new Set<string>(Object.values(corpora));
    let any = false;
    for (const path of files.filter((file) => /\.csv$/i.test(file) && !known.has(basename(file)))) {
      const rows = labelledRows(path, trial);
      if (rows === undefined || new Set(rows.map(({ label }) => label)).size < 2) {
        trial.say(`${basename(path)} has no column of texts and one of two labels or more: left out`);
        continue;
      }
      any = true;
      const vectors = await keptVectors(
        trial.embedder,
        rows.map(({ text }) => text),
      );
      yield* (await againstLabels(trial, basename(path), rows, vectors)).figures;
    }
    if (!any && demanded.has("labelled")) missing.push(corpora.labelled);
  }
  const apex = corpus("apex");
  if (apex !== undefined) yield* complaintThemes(trial, annotatedSentences(apex), annotatedComplaints(apex));
  const amazon = corpus("amazon");
  if (amazon !== undefined) yield* complaintRanking(ratedSentences(amazon));
  const foods = corpus("foods");
  if (foods !== undefined) yield* onePass(trial, foods);
  return missing;
}
