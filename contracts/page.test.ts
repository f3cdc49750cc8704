import { array, assert, double, integer, oneof, property, string } from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { cursorKey, cursorKeys, decodeCursor, encodeCursor, pageOf, pageQuerySchema, pageSchema } from "./page.ts";

describe("a page's query", () => {
  it("asks for 50 rows from the start unless told otherwise, and reads numbers from text as a URL brings them", () => {
    expect(pageQuerySchema.parse({})).toEqual({ limit: 50 });
    expect(pageQuerySchema.parse({ limit: "7", cursor: "abc" })).toEqual({ limit: 7, cursor: "abc" });
  });

  it("asks for 1 to 200 rows", () => {
    const accepted = [0, 1, 200, 201, 1.5, "many"].filter((limit) => pageQuerySchema.safeParse({ limit }).success);
    expect(accepted).toEqual([1, 200]);
  });

  it("takes a cursor of at most 500 characters", () => {
    expect(pageQuerySchema.safeParse({ cursor: "x".repeat(500) }).success).toBe(true);
    expect(pageQuerySchema.safeParse({ cursor: "x".repeat(501) }).success).toBe(false);
  });
});

describe("a cursor", () => {
  it("can stand in a query as it is", () => {
    for (const text of ["~", "a~", "ab~", "~~~", "🥐"]) expect(encodeCursor([text])).toMatch(/^[A-Za-z0-9_-]+$/);
  });

  const part = oneof(
    string({ unit: "binary" }),
    integer(),
    double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0),
  );

  it("brings back the sort key that it wraps, whatever characters that holds", () => {
    assert(
      property(array(part), (key) => {
        const cursor = encodeCursor(key);
        expect(decodeCursor(cursor)).toEqual({ ok: true, value: key });
      }),
      { seed: 1 },
    );
    expect(decodeCursor(encodeCursor(["Łódź 🥐 ~~~ '\"", -0.5, "\ud800"]))).toEqual({
      ok: true,
      value: ["Łódź 🥐 ~~~ '\"", -0.5, "\ud800"],
    });
  });

  it.each([
    "",
    "?",
    "%%%",
    "abc",
    btoa("no json"),
    btoa("%"),
    btoa('{"a":1}'),
    btoa("null"),
    btoa("[null]"),
    btoa("[[1]]"),
    btoa('"a"'),
    "🥐",
  ])("that is not one of ours is refused: %j", (cursor) => {
    expect(decodeCursor(cursor)).toMatchObject({ ok: false, error: { code: "invalid_input" } });
  });
});

describe("the key in a cursor", () => {
  it("is what the list goes by, and nothing on the first page", () => {
    expect(cursorKey(undefined, cursorKeys.id)).toEqual({ ok: true, value: undefined });
    expect(cursorKey(encodeCursor(["key_1"]), cursorKeys.id)).toEqual({ ok: true, value: ["key_1"] });
    expect(cursorKey(encodeCursor([0, "usr_1"]), cursorKeys.timeAndId)).toEqual({ ok: true, value: [new Date(0), "usr_1"] });
  });

  it.each([
    ["another list's", encodeCursor([7])],
    ["one with too much in it", encodeCursor(["key_1", 7])],
    ["none of ours", "abc"],
  ])("is refused where the cursor is %s", (_, cursor) => {
    expect(cursorKey(cursor, cursorKeys.id)).toMatchObject({ ok: false, error: { code: "invalid_input" } });
  });
});

describe("a page", () => {
  const pageFrom = (rows: number[], limit: number) => pageOf(rows, limit, String, (row) => [row]);

  it("holds what was asked for, and begins the next one after its last row where one more was read", () => {
    expect(pageFrom([1, 2, 3], 2)).toEqual({ items: ["1", "2"], nextCursor: encodeCursor([2]) });
    expect(pageFrom([1, 2], 2)).toEqual({ items: ["1", "2"] });
    expect(pageFrom([], 2)).toEqual({ items: [] });
  });

  it("has no cursor when it is the last", () => {
    const page = pageSchema(z.string());
    expect(page.parse({ items: ["a"] })).toEqual({ items: ["a"] });
    expect(page.safeParse({ items: [1] }).success).toBe(false);
  });
});
