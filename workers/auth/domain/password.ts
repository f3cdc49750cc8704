/** Which passwords are taken: long enough, and not one of the first that a guesser tries (NIST SP 800-63B, 5.1.1.2). */
import { err, ok, type Result } from "../../../contracts/result.ts";
import { passwordLength } from "../../../contracts/services/auth.ts";
import { isBreached } from "./breached-passwords.ts";
import { commonPasswords } from "./common-passwords.ts";
import { isOfContext } from "./context-words.ts";

/** What guessers try first besides: words of this place, of other languages, and keys in a row. */
const further = new Set(
  "paissive passwort motdepasse contraseña kennwort wachtwoord senha1234 12341234 123454321 11223344 abcd1234 testtest secret123 changeme1".split(
    " ",
  ),
);

/** The form in which passwords are counted, compared and hashed: the same keys on another keyboard give the same bytes. */
export function normalisePassword(password: string): string {
  return password.normalize("NFKC");
}

/**
 * The normalised password, or why it is not taken. Length is counted in code points. Nothing is trimmed or cut.
 * @param email the normalised address: a password may not be the address or the part before its `@`
 * @param path the field that a refusal names
 * @param names of the person and their organisation, of which a password must not be made up
 */
export function acceptPassword(password: string, email: string, path = "password", names: readonly string[] = []): Result<string> {
  const refused = (detail: string) => err("invalid_input", detail, { fields: [{ path, message: detail }] });
  const normal = normalisePassword(password);
  const length = Array.from(normal).length;
  if (length < passwordLength.min) return refused(`Use at least ${passwordLength.min} characters.`);
  if (length > passwordLength.max) return refused(`Use at most ${passwordLength.max} characters.`);
  const lower = normal.toLowerCase();
  const stem = lower.replace(/[0-9!.?]{1,4}$/, "");
  if (isCommon(lower) || isCommon(stem) || new Set(lower).size < 3)
    return refused("This is among the first passwords that a stranger would try.");
  if (lower === email || lower === email.slice(0, email.indexOf("@"))) return refused("Do not use your address as your password.");
  if (isOfContext(lower, [...names, email.slice(0, email.indexOf("@"))]))
    return refused("This is made up of names that a stranger would try here: yours, your organisation's or ours.");
  if (isBreached(lower)) return refused("This password is in a list of leaked ones. Use one that nobody has had before.");
  return ok(normal);
}

function isCommon(password: string): boolean {
  return commonPasswords.has(password) || further.has(password);
}
