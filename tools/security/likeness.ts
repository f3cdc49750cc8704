/** Whether two answers are the same but for what the asker wrote, and whether an answer says what it must not. */
import { errors } from "../../contracts/errors.ts";
import type { House } from "./house.ts";
import { anyId, within, type Thing } from "./things.ts";
import type { Heard, Sent } from "./wire.ts";

/** Of one answer alone: its request id, trace and moment; how the connection goes on is the server's affair. */
const ofOneAnswer = new Set(["x-request-id", "traceparent", "date", "connection", "keep-alive"]);
/** What is left of a limit is fewer with every request, and the moment of more depends on it: its policies have to be the same, their numbers cannot be. */
const counted = new Set(["ratelimit"]);

/**
 * The answer without `instance`, and with the ids that the request named replaced by `*`. Of a success the ids and moments that
 * it made are replaced too: making something twice makes two things.
 */
export function comparable({ status, headers, text }: Heard, named: readonly string[]): string {
  const shown = Object.entries(headers).filter(([name]) => !ofOneAnswer.has(name));
  let all = [
    String(status),
    ...shown.map(([name, value]) => `${name}: ${counted.has(name) ? value.replaceAll(/;[rt]=\d+/g, "") : value}`),
    "",
    text,
  ].join("\n");
  // Also where the answer stands as a text within another, as a tool's does.
  all = all.replaceAll(/"instance":"[^"]*",?/g, "").replaceAll(/\\"instance\\":\\"[^"\\]*\\",?/g, "");
  for (const id of named.filter(isTelling).toSorted((a, b) => b.length - a.length))
    for (const written of spellings(id)) all = all.replaceAll(written, "*");
  if (status >= 300) return all;
  return all.replaceAll(anyId, "*").replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "*");
}

/** An id as it stands in JSON, in a path, and in Markdown within JSON. */
function spellings(id: string): string[] {
  return [id, encodeURIComponent(id), id.replaceAll("_", String.raw`\\_`)];
}

/** False for ids that mean something only beside another, such as the number of a delivery. */
function isTelling(id: string): boolean {
  return id.length >= 8;
}

/**
 * What of `other` stands in the answer and not in the request; undefined when nothing does. Callers send the keys of `other` too: as what caused
 * the caller's own events they are no news.
 */
export function told({ headers, text }: Heard, { path, body }: Sent, { word, things, owner }: House): string | undefined {
  const asked = `${decodeURIComponent(path)}\n${String(body ?? "")}`;
  const answered = `${text.replaceAll(new RegExp(`"causationid":"${word}-\\w+"`, "g"), "")}\n${Object.values(headers).join("\n")}`;
  const own = Object.entries(things).flatMap(([thing, id]) => (within[thing as Thing] === undefined ? [id] : []));
  const secrets = [word, owner.email, ...own].filter(isTelling);
  return secrets.find((secret) => answered.includes(secret) && !asked.includes(secret));
}

/** Where two texts part, with some of what follows in each. */
export function difference(a: string, b: string): string {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const from = Math.max(0, at - 30);
  return `"${a.slice(from, at + 120)}" against "${b.slice(from, at + 120)}"`;
}

/** Operations that send e-mail, which the installation of the proof does not: for them alone it is no failure that something is not available. */
const mailing = new Set(["requestEmailVerification", "forgotPassword"]);

/** No answer, or one that says that something broke. `operation`: the id of the one that was called, where it is known. */
export function isBroken({ status, text }: Pick<Heard, "status" | "text">, operation = ""): boolean {
  if (status === errors.unavailable.status && mailing.has(operation)) return !text.includes('"unavailable"');
  return status === 0 || status >= 500;
}
