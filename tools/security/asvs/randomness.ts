/** Whether what opens something is drawn evenly, and never twice. */
import { systemSources } from "../../../contracts/ids.ts";
import { newRecoveryCode } from "../../../workers/auth/domain/recovery-code.ts";
import { newSecret, secretBytes } from "../../../workers/auth/domain/totp.ts";
import { newToken } from "../../../workers/auth/one-time-token.ts";

const samples = 2_000;
/** Of 31 and 63 degrees of freedom: an even source goes beyond in less than one of 10⁹ runs. */
const bars: Readonly<Record<number, number>> = { 32: 120, 64: 180 };

const drawn: Readonly<Record<string, { letters: number; draw: () => string }>> = {
  "a recovery code": { letters: 32, draw: () => newRecoveryCode(systemSources).replaceAll("-", "") },
  "a secret of an authenticator app": { letters: 32, draw: () => newSecret(Uint8Array.from(systemSources.randomBytes(secretBytes))) },
  // The last letter has four bits, which are not evenly any of 64.
  "a token": { letters: 64, draw: () => newToken(systemSources).slice(0, -1) },
};

/** Two alike among 2,000, or letters that are not evenly many (Pearson's χ² of all their letters). */
export function randomnessFault(): string | undefined {
  for (const [name, { letters, draw }] of Object.entries(drawn)) {
    const texts = Array.from({ length: samples }, draw);
    if (new Set(texts).size < samples) return `${name} was drawn twice.`;
    const statistic = chiSquare(texts.join(""), letters);
    if (statistic > (bars[letters] ?? 0)) return `The letters of ${name} are not even: χ² = ${statistic.toFixed(0)}.`;
  }
  return undefined;
}

/** Pearson's χ² of the letters of `text` against `letters` equally likely ones. */
export function chiSquare(text: string, letters: number): number {
  const counts = new Map<string, number>();
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  const expected = text.length / letters;
  const absent = (letters - counts.size) * expected;
  return [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, absent);
}
