/** Quotes on one page, each shown once. */
import type { Sentence } from "../../../../contracts/services/marketing-content.ts";
import { comparable } from "./plain-text.ts";
import type { Quote } from "./sayings.ts";
import type { Subject } from "./facts.ts";
import { quoted } from "./statements.ts";

export class Voices {
  readonly #shown: string[] = [];

  /** Counts `quote` as shown. */
  show(quote: Quote): Sentence {
    const sentence = quoted(quote);
    this.#shown.push(comparable(sentence.text.slice(1, -1)));
    return sentence;
  }

  /** Up to `most` quotes of the subject that are not on the page yet. */
  quotes(subject: Subject, most: number): Sentence[] {
    const fresh: Sentence[] = [];
    for (const quote of subject.quotes) {
      if (fresh.length === most) break;
      if (!this.#isShown(quote)) fresh.push(this.show(quote));
    }
    return fresh;
  }

  /** The subject's best short sentence that is not on the page yet, else any of its quotes. */
  saying(subject: Subject): Sentence[] {
    const short = subject.headlines.find((quote) => !this.#isShown(quote));
    return short ? [this.show(short)] : this.quotes(subject, 1);
  }

  #isShown(quote: Quote): boolean {
    const words = comparable(quoted(quote).text.slice(1, -1));
    return this.#shown.some((shown) => shown === words || shown.includes(words));
  }
}
