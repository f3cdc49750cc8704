/** E-mail addresses as account names: one spelling per mailbox, as far as that can be known without asking its server. */
import * as z from "zod";
import { err, ok, type Result } from "../../../contracts/result.ts";

const shape = z.email().max(254);

/**
 * Trims, composes (Unicode NFC) and lower-cases an address. The part before `@` is lower-cased too: RFC 5321 lets servers
 * tell case apart there, none in use does, and two accounts that differ only in case would be a trap.
 */
export function normaliseEmail(input: string): Result<string> {
  const email = input.trim().normalize("NFC").toLowerCase();
  const detail = "This is not an e-mail address.";
  return shape.safeParse(email).success ? ok(email) : err("invalid_input", detail, { fields: [{ path: "email", message: detail }] });
}
