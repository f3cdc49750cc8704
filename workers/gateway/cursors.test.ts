import { assert, asyncProperty, integer } from "fast-check";
import { describe, expect, it } from "vitest";
import { nextCursorHeader } from "../../contracts/page.ts";
import { newInwardKey } from "../../tools/system/secrets.ts";
import { Cursors } from "./cursors.ts";

const jwk = newInwardKey();
const cursors = new Cursors(jwk);
const ours = { organisation: "org_ours" };
const list = (query = "") => new URL(`https://example.com/api/v1/prices?nicheId=nch_1${query}`);

/** The list at `url`, asked for with a cursor. */
function asked(url: URL, cursor: string): URL {
  const next = new URL(url);
  next.searchParams.set("cursor", cursor);
  return next;
}

const inner = "WyJhIl0";
const given = await cursors.signed(ours, list(), inner);

describe("a cursor", () => {
  it("comes back to the service as it made it, with another number of rows too, and after another isolate gave it out", async () => {
    const read = await new Cursors(jwk).taken(ours, asked(list("&limit=3"), given));
    expect(read).toEqual({ ok: true, value: asked(list("&limit=3"), inner) });
  });

  it("is no other organisation's, no other list's and none of other filters", async () => {
    const elsewhere = await Promise.all([
      cursors.taken({ organisation: "org_theirs" }, asked(list(), given)),
      cursors.taken(ours, asked(new URL("https://example.com/api/v1/projections?nicheId=nch_1"), given)),
      cursors.taken(ours, asked(new URL("https://example.com/api/v1/prices?nicheId=nch_2"), given)),
      cursors.taken(ours, asked(new URL("https://example.com/api/v1/prices"), given)),
      new Cursors(newInwardKey()).taken(ours, asked(list(), given)),
    ]);
    for (const read of elsewhere) expect(read).toMatchObject({ ok: false, error: { code: "invalid_input", fields: [{ path: "cursor" }] } });
  });

  it("is refused when any of its characters is another one", async () => {
    await assert(
      asyncProperty(integer({ min: 0, max: given.length - 1 }), integer({ min: 1, max: 63 }), async (place, step) => {
        const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        const old = letters.indexOf(given.charAt(place));
        // The last letter holds four bits of the signature and two that mean nothing.
        const other = place === given.length - 1 ? letters.charAt(old ^ 4) : letters.charAt((old + step + 64) % 64);
        const read = await cursors.taken(ours, asked(list(), given.slice(0, place) + other + given.slice(place + 1)));
        expect(read.ok).toBe(false);
      }),
      { seed: 1 },
    );
  });

  it.each(["", ".", inner, `${inner}.`, `${given}.`, `.${given}`, given.slice(0, -1), `${given}A`])("is not %j", async (cursor) => {
    expect(await cursors.taken(ours, asked(list(), cursor))).toMatchObject({ ok: false, error: { code: "invalid_input" } });
  });

  it("stands in a query once", async () => {
    expect((await cursors.taken(ours, list(`&cursor=${given}&cursor=${given}`))).ok).toBe(false);
    const plain = list("&limit=3");
    expect(await cursors.taken(ours, plain)).toEqual({ ok: true, value: plain });
  });
});

describe("a page", () => {
  const page = { items: [{ text: `"nextCursor":"${inner}"` }], nextCursor: inner };
  const answerOf = (body: unknown, next?: string) =>
    Response.json(body, { headers: { etag: '"v1"', ...(next === undefined ? {} : { [nextCursorHeader]: next }) } });

  it("shows the signed cursor in the place of the service's, and nothing else changes", async () => {
    const answer = await cursors.given(ours, list(), answerOf(page, inner));
    expect(await answer.json()).toEqual({ ...page, nextCursor: given });
    expect(answer.headers.get("etag")).toBe('"v1"');
    expect(answer.headers.get(nextCursorHeader)).toBeNull();
  });

  it("that is the last goes through as it is", async () => {
    const last = answerOf({ items: [] });
    expect(await cursors.given(ours, list(), last)).toBe(last);
  });
});
