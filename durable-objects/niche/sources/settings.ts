/** Variables of the installation that concern sources. */
import * as z from "zod";
import { outwardAddress } from "../../../contracts/outward-address.ts";
import { err, ok, type Result } from "../../../contracts/result.ts";
import type { SourceSettings } from "../../../contracts/services/niche-sources.ts";
import { publicServices, type ServiceAddresses } from "../../../workers/niche-analysis/domain/sources/connector.ts";

export interface SourceEnv {
  /** Addresses that stand in for the public services. */
  SOURCE_HACKER_NEWS_URL?: string;
  SOURCE_STACK_EXCHANGE_URL?: string;
  SOURCE_GITHUB_URL?: string;
  /** Milliseconds between two requests to a host, in place of what each kind of source wants. */
  SOURCE_SPACING_MS?: string;
  /** "true" only on a developer's machine: feeds may be on this machine. */
  SOURCE_ALLOW_LOOPBACK?: string;
  /** Secret: tokens by organisation and name, as JSON: `{"org_…": {"github-search": "ghp_…"}}`. */
  SOURCE_TOKENS?: string;
}

const tokensSchema = z.record(z.string(), z.record(z.string(), z.string().min(1)));

export function servicesOf(env: SourceEnv): ServiceAddresses {
  return {
    hackerNews: env.SOURCE_HACKER_NEWS_URL ?? publicServices.hackerNews,
    stackExchange: env.SOURCE_STACK_EXCHANGE_URL ?? publicServices.stackExchange,
    github: env.SOURCE_GITHUB_URL ?? publicServices.github,
  };
}

export function allowsLoopback({ SOURCE_ALLOW_LOOPBACK }: SourceEnv): boolean {
  return SOURCE_ALLOW_LOOPBACK === "true";
}

/** Undefined where the installation does not say. */
export function spacingOf({ SOURCE_SPACING_MS }: SourceEnv): number | undefined {
  return /^\d{1,7}$/.test(SOURCE_SPACING_MS ?? "") ? Number(SOURCE_SPACING_MS) : undefined;
}

/** The token `name` of the organisation, and of no other. */
export function tokenOf({ SOURCE_TOKENS }: SourceEnv, organisation: string, name: string): string | undefined {
  try {
    const tokens = tokensSchema.safeParse(JSON.parse(SOURCE_TOKENS ?? "{}")).data?.[organisation];
    return tokens && Object.hasOwn(tokens, name) ? tokens[name] : undefined;
  } catch {
    return undefined;
  }
}

/** The settings as they are kept; `invalid_input` for an address that may not be asked and for a token that the organisation does not have. */
export function usableSource(env: SourceEnv, organisation: string, settings: SourceSettings): Result<SourceSettings> {
  if (settings.kind === "feed") {
    const address = outwardAddress(settings.url, { allowLoopback: allowsLoopback(env) }, "https://example.com/feed.xml");
    return address.ok ? ok({ ...settings, url: address.value }) : address;
  }
  const token = "token" in settings ? settings.token : undefined;
  if (token === undefined || tokenOf(env, organisation, token) !== undefined) return ok(settings);
  const message = `This organisation has no token named ${token}. Leave it out, or ask whoever runs the installation to set it.`;
  return err("invalid_input", message, { fields: [{ path: "token", message }] });
}
