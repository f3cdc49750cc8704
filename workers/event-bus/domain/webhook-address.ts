/** Where webhooks may go: wherever a request to an address that somebody gave may. Pure. */
import { outwardAddress, type AddressRules } from "../../../contracts/outward-address.ts";
import type { Result } from "../../../contracts/result.ts";

/** The address as it will be called, or `invalid_input` that says why not. */
export function webhookAddress(text: string, rules: AddressRules): Result<string> {
  return outwardAddress(text, rules, "https://hooks.example.com/paissive");
}
