import { describe, expect, test } from "vitest";
import * as z from "zod";
import { referenceAbsent, referenceText } from "../testing/reference.ts";
import { ctfidf } from "./ctfidf.ts";

// Three classes of documents and the weights that BERTopic's own class gives them (bertopic/vectorizers/_ctfidf.py at f9697602, run on
// words of two or more letters).
const documents = [
  ["invoice export fails every month", "cannot export invoice to pdf", "invoice numbers reset after upgrade"],
  ["calendar sync is slow", "sync drops events when offline", "offline sync loses my notes"],
  ["price is too high for freelancers", "monthly price doubled without notice"],
];
const counts = documents.map((texts) => {
  const terms = new Map<string, number>();
  for (const word of texts.join(" ").split(" ")) terms.set(word, (terms.get(word) ?? 0) + 1);
  return terms;
});

describe("c-TF-IDF", () => {
  test.each([
    [
      "the default",
      {},
      [0.3347952867143343, 0.268653736072302, 0.1759371553076839],
      [0.3587092357653581, 0.2878432886488949, 0.14392164432444746],
    ],
    [
      "BM25 weighting",
      { bm25: true },
      [0.2772588722239781, 0.2297022130321471, 0.14890614810047295],
      [0.29706307738283366, 0.24610951396301475, 0.12305475698150738],
    ],
    [
      "reduced frequent words",
      { reduceFrequent: true },
      [0.7486250196397837, 0.7357385570241955, 0.6814016724857674],
      [0.7749005143731122, 0.7615617583239571, 0.5385054836032208],
    ],
  ] as const)("equals BERTopic with %s", (_, options, billing, sync) => {
    const [first, second] = ctfidf(counts, options);
    ["invoice", "export", "after"].forEach((term, i) => expect(first?.get(term)).toBeCloseTo(billing[i] ?? Number.NaN, 12));
    ["sync", "offline", "is"].forEach((term, i) => expect(second?.get(term)).toBeCloseTo(sync[i] ?? Number.NaN, 12));
  });
});

describe.skipIf(referenceAbsent)("c-TF-IDF of all classes and terms", () => {
  const matrix = z.object({ matrix: z.array(z.array(z.number())) });
  const published = () =>
    z
      .object({
        terms: z.array(z.string()),
        counts: z.array(z.array(z.number())),
        default: matrix,
        bm25_weighting: matrix,
        reduce_frequent_words: matrix,
      })
      .parse(JSON.parse(referenceText("text/ctfidf_expected.json")));

  test.each([
    ["default", {}],
    ["bm25_weighting", { bm25: true }],
    ["reduce_frequent_words", { reduceFrequent: true }],
  ] as const)("equals BERTopic: %s", (name, options) => {
    const { terms, counts: table, ...matrices } = published();
    const classes = table.map((row) => new Map(terms.flatMap((term, i) => ((row[i] ?? 0) > 0 ? [[term, row[i] ?? 0] as const] : []))));
    const weights = ctfidf(classes, options).map((own) => terms.map((term) => own.get(term) ?? 0));
    expect(weights).toEqual(matrices[name].matrix.map((row) => row.map((weight) => expect.closeTo(weight, 12))));
  });
});
