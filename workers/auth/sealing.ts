/** Secrets that have to be read again, sealed with a key that is not in the database: AES-256-GCM, bound to whose they are. */
import type { Sources } from "../../contracts/ids.ts";
import { err, ok, type Result } from "../../contracts/result.ts";

/** A key that could be guessed would seal nothing. */
const shortestKey = 32;
const ivBytes = 12;

/** What a key is derived for: what was sealed for one thing opens as no other. */
export type SealedThing = "totp" | "mail";

/** `v1.<iv>.<sealed>`, base64url. `unavailable` while the installation has no key. */
export async function seal(
  key: string | undefined,
  sources: Sources,
  text: string,
  owner: string,
  thing: SealedThing = "totp",
): Promise<Result<string>> {
  const derived = await keyOf(key, thing);
  if (!derived) return err("unavailable", "This installation has no AUTH_SECRET. Ask whoever runs it.", { retryable: false });
  const iv = Uint8Array.from(sources.randomBytes(ivBytes));
  const sealed = await crypto.subtle.encrypt(algorithm(iv, owner), derived, new TextEncoder().encode(text));
  return ok(`v1.${base64url(iv)}.${base64url(new Uint8Array(sealed))}`);
}

/** The text; undefined when the key is another one, the text is another person's, or it was altered. */
export async function unseal(
  key: string | undefined,
  sealed: string,
  owner: string,
  thing: SealedThing = "totp",
): Promise<string | undefined> {
  const derived = await keyOf(key, thing);
  const [version, iv, body] = sealed.split(".");
  if (!derived || version !== "v1" || iv === undefined || body === undefined) return undefined;
  try {
    return new TextDecoder().decode(await crypto.subtle.decrypt(algorithm(bytesOf(iv), owner), derived, bytesOf(body)));
  } catch {
    return undefined;
  }
}

function algorithm(iv: Uint8Array<ArrayBuffer>, owner: string) {
  return { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(owner) };
}

async function keyOf(key: string | undefined, thing: SealedThing): Promise<CryptoKey | undefined> {
  if (key === undefined || key.length < shortestKey) return undefined;
  const material = await crypto.subtle.importKey("raw", new TextEncoder().encode(key), "HKDF", false, ["deriveKey"]);
  const purpose = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: new TextEncoder().encode(`paissive-${thing}-v1`) };
  return crypto.subtle.deriveKey(purpose, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));
}
