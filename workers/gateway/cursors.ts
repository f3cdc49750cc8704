/**
 * Signing the cursors of lists: only one that was given out is taken back, by the same organisation, for the same list with the same filters.
 * Services make cursors and read them; that they are genuine is the door's business alone.
 */
import { base64url } from "jose";
import { nextCursorHeader } from "../../contracts/page.ts";
import type { Principal } from "../../contracts/principal.ts";
import { err, ok, type Result } from "../../contracts/result.ts";
import { derivedKey } from "./derived-key.ts";

/** What may change from page to page. */
const ofOnePage = new Set(["cursor", "limit"]);

/** Whose list a cursor belongs to. */
export type Reader = Pick<Principal, "organisation">;

export class Cursors {
  readonly #key: Promise<CryptoKey>;

  /** `jwk`: the private key that vouches for principals, from which this one is derived. Without it cursors are good in this isolate only. */
  constructor(jwk: string | undefined) {
    this.#key = derivedKey(jwk, "paissive cursors of lists");
  }

  /** `cursor` as it is shown to `reader` in the list at `url`. */
  async signed(reader: Reader, url: URL, cursor: string): Promise<string> {
    const mac = await crypto.subtle.sign("HMAC", await this.#key, placed(reader, url, cursor));
    return `${cursor}.${base64url.encode(new Uint8Array(mac))}`;
  }

  /** The address as the service reads it: with its own cursor in the place of the signed one. `invalid_input` for one that is not signed for this list. */
  async taken(reader: Reader, url: URL): Promise<Result<URL>> {
    const shown = url.searchParams.getAll("cursor");
    if (shown.length === 0) return ok(url);
    const [cursor = "", mac = "", ...rest] = (shown[0] ?? "").split(".");
    if (shown.length > 1 || rest.length > 0 || !(await this.#genuine(reader, url, cursor, mac))) return unknown();
    const inner = new URL(url);
    inner.searchParams.set("cursor", cursor);
    return ok(inner);
  }

  /** The answer of the list at `url` as `reader` is given it. */
  async given(reader: Reader, url: URL, answer: Response): Promise<Response> {
    const cursor = answer.headers.get(nextCursorHeader);
    if (cursor === null) return answer;
    const headers = new Headers(answer.headers);
    headers.delete(nextCursorHeader);
    headers.delete("content-length");
    const text = await answer.text();
    const [from, to] = [cursor, await this.signed(reader, url, cursor)].map((one) => `"nextCursor":${JSON.stringify(one)}`) as [
      string,
      string,
    ];
    // The last key of a page. Within a text the quotes would be escaped; the answer to HEAD has none.
    const at = text.lastIndexOf(from);
    const body = at < 0 ? null : `${text.slice(0, at)}${to}${text.slice(at + from.length)}`;
    return new Response(body, { status: answer.status, headers });
  }

  async #genuine(reader: Reader, url: URL, cursor: string, mac: string): Promise<boolean> {
    if (!/^[\w-]{43}$/.test(mac)) return false;
    return crypto.subtle.verify("HMAC", await this.#key, Uint8Array.from(base64url.decode(mac)), placed(reader, url, cursor));
  }
}

function unknown() {
  const detail = "This cursor was not given out for this list with these parameters. Start again from the first page.";
  return err("invalid_input", detail, { fields: [{ path: "cursor", message: "was not given out for this list" }] });
}

/** What is signed: the cursor in its place. */
function placed({ organisation }: Reader, { pathname, searchParams }: URL, cursor: string): Uint8Array<ArrayBuffer> {
  const filters = [...searchParams].filter(([name]) => !ofOnePage.has(name)).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Uint8Array.from(new TextEncoder().encode(JSON.stringify([organisation, pathname, filters, cursor])));
}
