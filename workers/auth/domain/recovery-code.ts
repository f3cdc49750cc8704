/** Recovery codes: what opens once when every other factor is lost. Pure. */
import type { Sources } from "../../../contracts/ids.ts";

/** Crockford's base 32: nothing in it is mistaken for another when it is copied by hand. */
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
const shape = /^[0-9a-hjkmnp-tv-z]{24}$/;

/** 120 random bits as four groups of six characters. */
export function newRecoveryCode(sources: Sources): string {
  const letters = Array.from(sources.randomBytes(24), (byte) => alphabet.charAt(byte & 31)).join("");
  return letters.replaceAll(/.{6}(?=.)/g, "$&-");
}

/** The form in which codes are compared, from what somebody typed; undefined when it cannot be one. */
export function recoveryCodeOf(text: string): string | undefined {
  const letters = text.toLowerCase().replaceAll(/[\s-]/g, "").replaceAll("o", "0").replaceAll(/[il]/g, "1");
  return shape.test(letters) ? letters : undefined;
}
