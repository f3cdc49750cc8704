/**
 * `npm run inward-key`: makes the key with which the gateway vouches for callers to services, and says how to put it in the place of the present one without a
 * break. `-- JWKS`: the present value of `INWARD_JWKS`, whose keys stay good while the new one takes over.
 */
import * as z from "zod";
import { inwardVariables, newInwardKey } from "./system/secrets.ts";
import { UserError } from "./system/user-error.ts";

const setSchema = z.object({ keys: z.array(z.looseObject({ kid: z.string(), x: z.string(), d: z.never().optional() })).min(1) });

/** What is to be set, in this order. */
export function rotation(present: string | undefined, key: string): { both: string; key: string; alone: string } {
  const { INWARD_JWKS: alone } = inwardVariables(key);
  const parsed = present === undefined ? undefined : setSchema.safeParse(read(present));
  if (parsed && !parsed.success)
    throw new UserError("This is no set of public keys: give the value of INWARD_JWKS, never that of INWARD_KEY.");
  const both = { keys: [...setSchema.parse(JSON.parse(alone)).keys, ...(parsed?.data.keys ?? [])] };
  return { both: JSON.stringify(both), key, alone };
}

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

if (import.meta.main) {
  try {
    const { both, key, alone } = rotation(process.argv[2], newInwardKey());
    console.log(
      `1. Every service first (wrangler secret put INWARD_JWKS --env SERVICE), so that the old key and the new one are good:\n\n${both}\n`,
    );
    console.log(`2. Then the gateway (wrangler secret put INWARD_KEY --env gateway). This is the private key, shown once:\n\n${key}\n`);
    console.log(
      `3. A minute later every service again, so that the old key is over (cursors of lists that are open begin anew):\n\n${alone}`,
    );
  } catch (cause) {
    if (!(cause instanceof UserError)) throw cause;
    console.error(cause.message);
    process.exitCode = 1;
  }
}
