/** Keeps people out of the evidence: contacts are masked, names become salted hashes. */
import { replacePhoneNumbers } from "./phone-numbers.ts";
import { sha256 } from "./sha256.ts";

/** RFC 5321, 4.5.3.1: at most 64 letters before the sign, 63 in each part behind it. */
const email = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})+/gu;
/** `[email]` and `[phone]` in place of each, and how many there were. */
export function maskContacts(text: string): { text: string; masked: number } {
  let masked = 0;
  const replaceBy = (mark: string) => () => {
    masked++;
    return mark;
  };
  const withoutAddresses = text.includes("@") ? text.replaceAll(email, replaceBy("[email]")) : text;
  return { text: replacePhoneNumbers(withoutAddresses, replaceBy("[phone]")), masked };
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
