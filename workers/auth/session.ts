/** The cookie that carries a session. */
import { sessionCookie } from "../../contracts/services/auth.ts";
import { sessionPolicy } from "../../contracts/services/sessions.ts";

const sessionSeconds = sessionPolicy.absoluteMs / 1_000;

/** Value of `Set-Cookie` for a new session. */
export function cookieOf(token: string): string {
  return `${sessionCookie}=${token}; Path=/; Max-Age=${sessionSeconds}; Secure; HttpOnly; SameSite=Lax`;
}

/** Value of `Set-Cookie` that removes it. */
export const clearedCookie = `${sessionCookie}=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax`;
