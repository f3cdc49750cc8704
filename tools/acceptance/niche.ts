/** What the analysis of niches has to reach, corpus by corpus. */
import { basename } from "node:path";
import type { Figure } from "../../bench/figures.ts";
import { annotatedComplaints, annotatedSentences, filesIn, opinionSentences, labelledRows, named, ratedSentences } from "./corpora.ts";
import type { NodeEmbedder } from "./embeddings.ts";
import { complaintThemes, complaintRanking } from "./complaints.ts";
import { againstLabels, drawsAgainstLabels } from "./labelled.ts";
import { onePass } from "./one-pass.ts";
import type { AcceptanceOptions } from "./options.ts";

export interface Trial extends AcceptanceOptions {
  embedder: NodeEmbedder;
  say: (message: string) => void;
}

/** Yields figure after figure. A corpus that is not there is left out, and said to be. */
export async function* nicheAcceptance(trial: Trial): AsyncGenerator<Figure> {
  const files = filesIn(trial.data);
  const corpus = (name: string) => {
    const path = named(files, name);
    if (path === undefined) trial.say(`${name} is not in ${trial.data}: left out`);
    return path;
  };
  for (const path of files.filter((file) => file.endsWith(".csv"))) {
    const rows = labelledRows(path, trial);
    if (new Set(rows.map(({ label }) => label)).size < 2) continue;
    const vectors = await trial.embedder.embed(rows.map(({ text }) => text));
    if (basename(path) === "banking77_train.csv")
      yield* drawsAgainstLabels(trial, "banking77", rows, vectors, { labels: 10, each: 100, draws: 3 });
    yield* againstLabels(trial, basename(path), rows, vectors);
  }
  const apex = corpus("Apex_AD2600_DVD_player.txt");
  if (apex !== undefined) yield* complaintThemes(trial, annotatedSentences(apex), annotatedComplaints(apex));
  const amazon = corpus("amazonReviewSnippets_GroundTruth.txt");
  const annotated = files.filter((path) => /(Apex_AD2600_DVD_player|Canon_G3)\.txt$/.test(path));
  if (amazon !== undefined) yield* complaintRanking(ratedSentences(amazon), annotated.flatMap(opinionSentences));
  const foods = corpus("fine_foods_reviews_5000.csv");
  if (foods !== undefined) yield* onePass(trial, foods);
}
