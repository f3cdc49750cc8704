/** Credentials that were good once, or only look good. */
import { checksum } from "../../workers/auth/domain/api-key.ts";
import { sessionCookie } from "../../contracts/services/auth.ts";
import type { Caller } from "./callers.ts";
import { keyOf, postJson, signUp, type Person } from "./people.ts";
import type { Stage } from "./stage.ts";

type Nobody = Pick<Caller, "name" | "headers">;

/** `owner` makes the keys that are then taken away. */
export async function nobodiesOf(stage: Stage, owner: Person): Promise<Nobody[]> {
  const { wire, auth } = stage;
  const origin = wire.origin;
  const [revoked, expired, good] = await Promise.all([1, 2, 3].map(() => keyOf(wire, owner, ["niches:read"])));
  if (!revoked || !expired || !good) return [];
  await wire.send({ method: "DELETE", path: `/api/v1/api-keys/${revoked.id}`, headers: owner.headers });
  await auth.prepare("UPDATE api_keys SET expires_at = ? WHERE id = ?").bind(1, expired.id).run();
  const signedOut = await signUp(stage, "left", "leavers");
  await postJson(wire, "/api/v1/auth/sign-out", {}, signedOut);
  const putOut = await signUp(stage, "out", "leavers");
  await auth.prepare("DELETE FROM members WHERE user_id = ?").bind(putOut.user).run();
  const over = await signUp(stage, "over", "leavers");
  await auth.prepare("UPDATE sessions SET expires_at = ? WHERE user_id = ?").bind(1, over.user).run();
  const body = `${good.key.slice(0, -"_00000000".length - 1)}${good.key.at(-10) === "0" ? "1" : "0"}`;
  return [
    { name: "nobody", headers: { origin } },
    { name: "a session that was signed out", headers: signedOut.headers },
    { name: "a session of somebody who is no member any more", headers: putOut.headers },
    { name: "a session that has run out", headers: over.headers },
    { name: "an invented session", headers: { cookie: `${sessionCookie}=${"A".repeat(43)}`, origin } },
    { name: "a revoked key", headers: revoked.headers },
    { name: "a key that has run out", headers: { "x-api-key": expired.key } },
    { name: "a key with another secret and a right checksum", headers: { authorization: `Bearer ${body}_${checksum(body)}` } },
    { name: "a wrong key beside a good session", headers: { ...owner.headers, authorization: "Bearer pai_live_wrong" } },
  ];
}
