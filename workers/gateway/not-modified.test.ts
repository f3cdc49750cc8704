import { expect, test } from "vitest";
import { unlessKnown } from "./not-modified.ts";

const answered = (ifNoneMatch: string, { method = "GET", status = 200, tag = '"v3"' } = {}) =>
  unlessKnown(
    new Request("http://localhost/a", { method, headers: { "if-none-match": ifNoneMatch } }),
    new Response("{}", { status, headers: { etag: tag, "content-type": "application/json" } }),
  );

test.each(['"v3"', 'W/"v3"', '"v1", "v3"', "*"])("who has %s is told that nothing changed, and sent nothing", async (known) => {
  const answer = answered(known);
  expect(answer.status).toBe(304);
  expect(answer.headers.get("etag")).toBe('"v3"');
  expect(answer.headers.has("content-type")).toBe(false);
  expect(await answer.text()).toBe("");
});

test("who has another version, changes something, or is refused is answered", async () => {
  expect(await answered('"v2"').text()).toBe("{}");
  expect(answered('"v3"', { method: "POST" }).status).toBe(200);
  expect(answered('"v3"', { status: 404 }).status).toBe(404);
});
