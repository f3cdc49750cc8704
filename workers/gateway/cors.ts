/**
 * Pages of other origins (Fetch, "CORS protocol"): an organisation's own pages may use the API with its keys, where the organisation says so, or the
 * installation (`CORS_ORIGINS`). Never with a cookie: `Access-Control-Allow-Credentials` is never said.
 */
import * as z from "zod";
import { idSchema } from "../../contracts/ids.ts";
import { originSchema } from "../../contracts/origin.ts";
import { parse, type Result } from "../../contracts/result.ts";
import { log } from "../kit/log.ts";
import type { GatewayEnv } from "./environment.ts";

const methods = "GET, POST, PUT, PATCH, DELETE";
const requestHeaders = [
  "authorization, content-type, idempotency-key, if-match, if-none-match, last-event-id, prefer, traceparent, x-api-key",
  // Of the Model Context Protocol, revision 2026-07-28.
  "mcp-protocol-version, mcp-method, mcp-name",
].join(", ");
const exposed =
  "content-disposition, etag, idempotency-replayed, location, ratelimit, ratelimit-policy, retry-after, server-timing, traceparent, x-request-id";
const keptSeconds = "600";

const settingsSchema = z.record(idSchema("organisation"), z.array(originSchema).max(100));
export type CorsSettings = z.infer<typeof settingsSchema>;

/** Origins by organisation. `invalid_input` says what is wrong with the text. */
export function corsSettings(text: string): Result<CorsSettings> {
  try {
    return parse(settingsSchema, JSON.parse(text));
  } catch {
    return parse(settingsSchema, undefined);
  }
}

let read: { text: string; settings: CorsSettings; problem?: string } = { text: "", settings: {} };

/** What this installation lets in. Settings that cannot be read let nobody in, are logged, and are what `problem` says. */
export function corsOf({ CORS_ORIGINS: text = "" }: Pick<GatewayEnv, "CORS_ORIGINS">): { settings: CorsSettings; problem?: string } {
  if (text === read.text) return read;
  const parsed = corsSettings(text);
  if (parsed.ok) read = { text, settings: parsed.value };
  else {
    read = { text, settings: {}, problem: `CORS_ORIGINS cannot be read: ${parsed.error.detail}` };
    log("error", { message: read.problem });
  }
  return read;
}

/** How long an answer of the auth service counts, milliseconds. */
const believedMs = 5_000;
/** Origins that an isolate remembers; those that came first go first. */
const most = 1_000;
const known = new Map<string, { at: number; organisations: readonly string[] }>();

/** Organisations that let pages of `origin` in, as the auth service says when it is `ask`ed. Whoever cannot be asked lets nobody in. */
export async function organisationsFor(
  env: Pick<GatewayEnv, "CORS_ORIGINS">,
  origin: string | null,
  now: number,
  ask: (origin: string) => Promise<Result<readonly string[]>>,
): Promise<readonly string[]> {
  if (origin === null || !originSchema.safeParse(origin).success) return [];
  const { settings } = corsOf(env);
  const ofInstallation = Object.keys(settings).filter((organisation) => settings[organisation]?.includes(origin));
  const last = known.get(origin);
  if (last && now - last.at < believedMs) return [...ofInstallation, ...last.organisations];
  try {
    const answer = await ask(origin);
    if (!answer.ok) throw new Error(answer.error.detail);
    known.delete(origin);
    if (known.size >= most) known.delete(known.keys().next().value ?? "");
    known.set(origin, { at: now, organisations: answer.value });
    return [...ofInstallation, ...answer.value];
  } catch (cause) {
    log("error", { message: "nobody could say who lets an origin in", cause: String(cause) });
    return ofInstallation;
  }
}

/** The answer to a preflight, which brings no credential: `letIn` says whether any organisation lets this origin in. */
export function preflight(origin: string | null, letIn: boolean): Headers {
  const headers = new Headers({ vary: "origin" });
  if (origin === null || !letIn) return headers;
  headers.set("access-control-allow-origin", origin);
  headers.set("access-control-allow-methods", methods);
  headers.set("access-control-allow-headers", requestHeaders);
  headers.set("access-control-max-age", keptSeconds);
  return headers;
}

/** Lets a page of `origin` read the answer. */
export function allow(headers: Headers, origin: string): void {
  headers.set("access-control-allow-origin", origin);
  headers.set("access-control-expose-headers", exposed);
  headers.set("cross-origin-resource-policy", "cross-origin");
  headers.append("vary", "origin");
}
