/** Which passwords are taken: long enough, and not one of the first that a guesser tries (NIST SP 800-63B, 5.1.1.2). */
import { err, ok, type Result } from "../../../contracts/result.ts";
import { passwordLength } from "../../../contracts/services/auth.ts";

/**
 * The passwords of eight characters and more that head every published list of leaked ones, and their usual endings. Short
 * on purpose: the lockout makes more than a few guesses an hour impossible, so only the very first guesses matter.
 */
const common = new Set(
  (
    "password passw0rd p@ssw0rd p@ssword 12345678 123456789 1234567890 0123456789 87654321 987654321 11111111 00000000 88888888 " +
    "12341234 123123123 123454321 123321123 11223344 1234qwer 1q2w3e4r 1q2w3e4r5t 1qaz2wsx zaq12wsx qwertyui qwertyuiop qwerty12 " +
    "qwerty123 qwer1234 asdfghjk asdfghjkl asdf1234 zxcvbnm1 abcd1234 abc12345 abcdefgh a1b2c3d4 aa123456 iloveyou sunshine " +
    "princess football baseball basketball superman trustno1 whatever starwars computer internet corvette mercedes michelle " +
    "jennifer letmein1 welcome1 welcome123 admin123 admin1234 administrator changeme changeme1 dragon123 monkey123 liverpool " +
    "charlie1 passwort motdepasse contraseña test1234 testtest secret123 paissive"
  ).split(" "),
);

/** The form in which passwords are counted, compared and hashed: the same keys on another keyboard give the same bytes. */
export function normalisePassword(password: string): string {
  return password.normalize("NFKC");
}

/**
 * The normalised password, or why it is not taken. Length is counted in code points. Nothing is trimmed or cut.
 * @param email the normalised address: a password may not be the address or the part before its `@`
 * @param path the field that a refusal names
 */
export function acceptPassword(password: string, email: string, path = "password"): Result<string> {
  const refused = (detail: string) => err("invalid_input", detail, { fields: [{ path, message: detail }] });
  const normal = normalisePassword(password);
  const length = Array.from(normal).length;
  if (length < passwordLength.min) return refused(`Use at least ${passwordLength.min} characters.`);
  if (length > passwordLength.max) return refused(`Use at most ${passwordLength.max} characters.`);
  const lower = normal.toLowerCase();
  const stem = lower.replace(/[0-9!.?]{1,4}$/, "");
  if (common.has(lower) || common.has(stem) || new Set(lower).size < 3)
    return refused("This is among the first passwords that a stranger would try.");
  if (lower === email || lower === email.slice(0, email.indexOf("@"))) return refused("Do not use your address as your password.");
  return ok(normal);
}
