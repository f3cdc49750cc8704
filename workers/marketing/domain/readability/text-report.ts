/** Everything that is measured on a text, with what makes a figure mean less than it seems. */
import type { TextCounts, TextReport } from "../../../../contracts/services/marketing-content.ts";
import { err, ok, type Result } from "../../../../contracts/result.ts";
import { countText } from "./counts.ts";
import { readabilityScores } from "./scores.ts";
import { toneOf } from "./tone.ts";

const enoughWords = 100;
const smogSentences = 30;
const mostlyLatin = 0.8;

/** Counts, six scores and tone of an English text. `invalid_input` when there is not one word in it. */
export function reportOnText(text: string): Result<TextReport> {
  const counts = countText(text);
  if (counts.words === 0) return err("invalid_input", "`text`: holds no words.", { fields: [{ path: "text", message: "holds no words" }] });
  return ok({ counts, scores: readabilityScores(counts), tone: toneOf(text), warnings: warningsOf(text, counts) });
}

function warningsOf(text: string, { words, sentences, letters }: TextCounts): string[] {
  const latin = text.match(/[a-z]/gi)?.length ?? 0;
  return [
    ...(words < enoughWords ? [`Only ${words} words: every score swings with a single word below ${enoughWords}.`] : []),
    ...(sentences < smogSentences ? [`SMOG was calibrated on ${smogSentences} sentences; this text has ${sentences}.`] : []),
    ...(latin < mostlyLatin * letters ? ["Most letters are not English ones; the formulas were made for English."] : []),
  ];
}
