/** Personas that say no more than the evidence does: who brings a theme up, how many they are, what they say. */
import type { Persona } from "../../../contracts/services/marketing.ts";
import type { Story } from "./content/story.ts";
import { excerptOf } from "./content/sayings.ts";

const personasShown = 3;

/** One for each of the first three subjects that has words to show. No age, income or first name is made up. */
export function personasOf({ subjects, headlines }: Pick<Story, "subjects" | "headlines">): Persona[] {
  return subjects.slice(0, personasShown).flatMap((subject): Persona[] => {
    const words = headlines.find((headline) => headline.subject === subject) ?? subject.quotes[0];
    if (!words) return [];
    const { share, refs, phrase } = subject;
    const persona = { themeId: subject.id, name: `Brings up ${phrase}`, says: excerptOf(words).text, evidenceIds: [...refs] };
    return [share ? { ...persona, share: { count: share.count, of: share.of, low: share.low, high: share.high } } : persona];
  });
}
