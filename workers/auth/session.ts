/** The session token and the cookie that carries it. */
import type { Sources } from "../../contracts/ids.ts";
import { sessionCookie } from "../../contracts/services/auth.ts";

/** A session ends a week after sign-in, used or not. */
export const sessionSeconds = 7 * 24 * 3_600;

/** 256 random bits, base64url. */
export function newSessionToken(sources: Sources): string {
  return btoa(String.fromCharCode(...sources.randomBytes(32)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** Value of `Set-Cookie` for a new session. */
export function cookieOf(token: string): string {
  return `${sessionCookie}=${token}; Path=/; Max-Age=${sessionSeconds}; Secure; HttpOnly; SameSite=Lax`;
}

/** Value of `Set-Cookie` that removes it. */
export const clearedCookie = `${sessionCookie}=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax`;
