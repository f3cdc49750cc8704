/** Which credential a request carries, and whose it is. */
import { err, type Result } from "../../contracts/result.ts";
import { sessionCookie } from "../../contracts/services/auth.ts";
import type { Principal } from "../../contracts/principal.ts";
import type { GatewayEnv } from "./environment.ts";

export type Credential = { kind: "none" } | { kind: "session"; token: string } | { kind: "key"; key: string };

/** A key in a header was put there on purpose, so it wins over a cookie that the browser sends along. */
export function credentialOf(headers: Headers): Credential {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.get("authorization") ?? "")?.[1];
  const key = headers.get("x-api-key") ?? bearer;
  if (key !== undefined) return { kind: "key", key };
  if (headers.has("authorization")) return { kind: "key", key: "" };
  const token = cookieValue(headers.get("cookie") ?? "", sessionCookie);
  return token === undefined ? { kind: "none" } : { kind: "session", token };
}

/** Asks the auth service; it alone knows which sessions and keys live. */
export async function principalOf(
  credential: Credential,
  auth: Pick<GatewayEnv["AUTH"], "principalOfSession" | "principalOfKey">,
): Promise<Result<Principal>> {
  if (credential.kind === "session") return auth.principalOfSession(credential.token);
  if (credential.kind === "key") return auth.principalOfKey(credential.key);
  return err("unauthenticated", "Sign in or send an API key.");
}

function cookieValue(cookies: string, name: string): string | undefined {
  for (const pair of cookies.split(";")) {
    const at = pair.indexOf("=");
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim() || undefined;
  }
  return undefined;
}
