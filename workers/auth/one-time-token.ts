/** Tokens that travel in links and cookies: 256 random bits; only their digest is stored. */
import type { Sources } from "../../contracts/ids.ts";

/** 256 random bits, base64url, 43 characters. */
export function newToken(sources: Sources): string {
  return btoa(String.fromCharCode(...sources.randomBytes(32)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
