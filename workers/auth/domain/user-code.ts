/** The code that a person types to let a device in: eight of twenty letters (RFC 8628, section 6.1). Pure. */
import type { Sources } from "../../../contracts/ids.ts";

/** Without vowels no words, without digits no doubt. */
const letters = "BCDFGHJKLMNPQRSTVWXZ";

/** `WDJB-MJHT`: 20^8 possibilities, each letter as likely. */
export function newUserCode(sources: Sources): string {
  let code = "";
  while (code.length < 8) {
    for (const byte of sources.randomBytes(16)) {
      // 240 is a multiple of 20: what lies above would make the first letters likelier.
      if (byte < 240 && code.length < 8) code += letters.charAt(byte % 20);
    }
  }
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

/** The form in which codes are stored, from what somebody typed. */
export function userCodeOf(text: string): string {
  const typed = text.toUpperCase().replaceAll(/[^A-Z]/g, "");
  return `${typed.slice(0, 4)}-${typed.slice(4)}`;
}
