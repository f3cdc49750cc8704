/**
 * Pages of other origins (Fetch, "CORS protocol"): an organisation's own pages may use the API with its keys, where the installation says so
 * (`CORS_ORIGINS`). Never with a cookie: `Access-Control-Allow-Credentials` is never said.
 */
import * as z from "zod";
import { idSchema } from "../../contracts/ids.ts";
import { parse, type Result } from "../../contracts/result.ts";
import { log } from "../kit/log.ts";
import type { GatewayEnv } from "./environment.ts";

const methods = "GET, POST, PUT, PATCH, DELETE";
const requestHeaders =
  "authorization, content-type, idempotency-key, if-match, if-none-match, last-event-id, prefer, traceparent, x-api-key";
const exposed =
  "content-disposition, etag, idempotency-replayed, location, ratelimit, ratelimit-policy, retry-after, server-timing, traceparent, x-request-id";
const keptSeconds = "600";

/** Written as browsers write them: scheme, host, port and nothing else. Without TLS only what is on the same machine. */
const originSchema = z.string().refine((text) => {
  const url = URL.parse(text);
  return url?.origin === text && (url.protocol === "https:" || url.hostname === "localhost");
}, "must be an origin, https://app.example, without a path");
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

/** The answer to a preflight, which brings no credential: whether any organisation lets this origin in. */
export function preflight(settings: CorsSettings, origin: string | null): Headers {
  const headers = new Headers({ vary: "origin" });
  if (origin === null || !Object.values(settings).some((origins) => origins.includes(origin))) return headers;
  headers.set("access-control-allow-origin", origin);
  headers.set("access-control-allow-methods", methods);
  headers.set("access-control-allow-headers", requestHeaders);
  headers.set("access-control-max-age", keptSeconds);
  return headers;
}

/** Lets the page read the answer, when the caller's organisation lets its origin in. */
export function allow(headers: Headers, settings: CorsSettings, origin: string | null, organisation: string | undefined): void {
  if (origin === null || organisation === undefined || !settings[organisation]?.includes(origin)) return;
  headers.set("access-control-allow-origin", origin);
  headers.set("access-control-expose-headers", exposed);
  headers.set("cross-origin-resource-policy", "cross-origin");
  headers.append("vary", "origin");
}
