/** The operator of the installation: whoever holds the key that the Worker was configured with. No row stands behind it. */
import { sha256Hex } from "../../contracts/digest.ts";
import { sameDigest } from "../../contracts/node-protocol.ts";
import { operator, type Principal } from "../../contracts/principal.ts";
import { ok, type Ok } from "../../contracts/result.ts";

/** A key that could be guessed would open everything, so a short one opens nothing. */
const shortestKey = 32;

/** The operator when `key` is the one configured; undefined for every other key. Digests are compared, in constant time. */
export async function operatorOf(configured: string | undefined, key: string): Promise<Ok<Principal> | undefined> {
  if (configured === undefined || configured.length < shortestKey) return undefined;
  return sameDigest(await sha256Hex(configured), await sha256Hex(key)) ? ok(operator) : undefined;
}
