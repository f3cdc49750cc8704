/** Whose the rows of the auth service are: people belong to the organisations that they are members of. */
import type { Tenancy } from "../kit/tenancy.ts";

/** Members of organisation ?1 who are in no other. */
const onlyHere = "SELECT user_id FROM members GROUP BY user_id HAVING COUNT(*) = 1 AND MAX(organisation) = ?1";

export const tenancy: Tenancy = {
  accounts: {
    where: `user_id IN (${onlyHere})`,
    withheld: ["password", "access_token", "refresh_token", "id_token"],
  },
  users: { where: `id IN (${onlyHere})` },
  organisations: { where: "id = ?1" },
  organisation_origins: {},
  sessions: { withheld: ["token"] },
  api_keys: { withheld: ["digest"] },
  invitations: { withheld: ["digest"] },
  totp_factors: { where: `user_id IN (${onlyHere})`, withheld: ["secret"] },
  recovery_codes: { where: `user_id IN (${onlyHere})`, withheld: ["digest"] },
  passkeys: { where: `user_id IN (${onlyHere})` },
  challenges: { where: `user_id IN (${onlyHere})`, exported: false, backup: false },
  one_time_tokens: { where: `user_id IN (${onlyHere})`, exported: false, backup: false },
  device_grants: { exported: false, backup: false },
  /** On their way, and gone with their arrival. */
  mails: { where: null, backup: false },
  /** Counters, under digests or of addresses that are nobody's: they say of no one whose they are. */
  sign_in_attempts: { where: null, backup: false },
  refused_sign_ins: { where: null, backup: false },
};
