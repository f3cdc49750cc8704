/** What checks look at: answers of the running system, pages of the documentation, sources. */
import { readFileSync } from "node:fs";
import { inRoot } from "../../system/paths.ts";
import { cookieOf, password, postJson } from "../people.ts";
import type { Heard } from "../wire.ts";
import type { Check, Grounds } from "./requirement.ts";

/** The words that the page does not have, of those that it has to. */
export function wordsMissing({ page, words }: { page: string; words: readonly string[] }): string | undefined {
  const text = readFileSync(inRoot(page), "utf8").replaceAll(/\s+/g, " ");
  const missing = words.find((some) => !text.includes(some));
  return missing === undefined ? undefined : `${page} does not say: ${missing}`;
}

export const documented = (page: string, ...words: string[]) => ({ documented: { page, words } });

export const expected = (wanted: string, { status, text }: Heard): string => `Expected ${wanted}, got ${status}: ${text.slice(0, 160)}`;

/** The answer has this status. */
export const status = (wanted: number, heard: Heard): string | undefined =>
  heard.status === wanted ? undefined : expected(String(wanted), heard);

/** Signing up with this password, under an address of its own. */
export function signUpWith({ stage }: Grounds, secret: string, word: string): Promise<Heard> {
  const body = { email: `${word}@asvs.example`, password: secret, name: word, organisationName: word };
  return postJson(stage.wire, "/api/v1/auth/sign-up", body);
}

export async function newSession({ stage, owner }: Grounds): Promise<{ headers: Record<string, string>; heard: Heard }> {
  const heard = await postJson(stage.wire, "/api/v1/auth/sign-in", { email: owner.email, password });
  return { headers: { cookie: cookieOf(heard), origin: stage.wire.origin }, heard };
}

export function me({ stage }: Grounds, headers: Readonly<Record<string, string>>): Promise<Heard> {
  return stage.wire.send({ method: "GET", path: "/api/v1/auth/me", headers });
}

/** Every one of these paths is answered with a header that fits. */
export const everywhere =
  (name: string, fits: RegExp): Check =>
  async ({ stage, owner }) => {
    for (const path of ["/", "/api/v1/health", "/api/v1/nothing", "/api/v1/auth/me", "/api/v1/openapi.json"]) {
      const { headers } = await stage.wire.send({ method: "GET", path, headers: owner.headers });
      if (!fits.test(headers[name] ?? "")) return `${path} is answered with ${name}: ${headers[name] ?? "(absent)"}`;
    }
    return undefined;
  };
