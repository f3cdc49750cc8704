/** Keeps people out of the evidence: contacts are masked, names become salted hashes. */
import { sha256 } from "./sha256.ts";

const email = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
/** International, or 10 to 15 digits in groups; not a plain long number, a date, a price or a version. */
const phone =
  /(?<![\p{L}\p{N}.,/$€£#-])(?:\+\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d(?:[ .-]?\d){5,12}|\(\d{3}\)[ .-]?\d{3}[ .-]?\d{4}|\d{3}[ .-]\d{3}[ .-]\d{4}|0\d{2,4}[ /-]\d{3,4}(?:[ -]?\d{2,4}){1,2})(?![\p{L}\p{N}-])/gu;

/** `[email]` and `[phone]` in place of each, and how many there were. */
export function maskContacts(text: string): { text: string; masked: number } {
  let masked = 0;
  const replaceBy = (mark: string) => () => {
    masked++;
    return mark;
  };
  return { text: text.replaceAll(email, replaceBy("[email]")).replaceAll(phone, replaceBy("[phone]")), masked };
}

/**
 * The same author gives the same 16 hexadecimal digits within one organisation and other digits in the next. Undefined for a name that
 * stands for nobody, since all of those are not one author.
 */
export function authorHash(name: string, salt: string): string | undefined {
  const known = name.trim().toLowerCase();
  if (
    known === "" ||
    /^[[(<]?(deleted|removed|anonymous|anon|unknown|a customer|amazon customer|guest|user|null|none|n\/a|-)[\])>]?$/.test(known)
  )
    return undefined;
  return sha256(`${salt}\n${known}`).slice(0, 16);
}

/**
 * A conversation as 16 hexadecimal digits, as an author is one: others in the next organisation. `origin` is what its id is unique in.
 * Undefined where there is none.
 */
export function threadHash(thread: string, origin: string, salt: string): string | undefined {
  const known = thread.trim();
  return known === "" ? undefined : sha256(`${salt}\nthread\n${origin}\n${known}`).slice(0, 16);
}
