import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { connect, createNiche, everyItem, getNiche, listNiches, type Client } from "./index.ts";

interface Seen {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingHttpHeaders;
  body: string;
}

/** What came, and how the next requests are answered. The API itself is tried in workers/gateway/gateway.system.test.ts. */
let seen: Seen[];
let answers: { status: number; headers?: Record<string, string>; body: unknown }[];
let cut = 0;
const server = createServer(async (request, response) => {
  const { method, url, headers } = request;
  seen.push({ method, url, headers, body: await text(request) });
  if (cut-- > 0) return request.socket.destroy();
  const { status, headers: more, body } = answers.shift() ?? { status: 500, body: "no more answers" };
  response.writeHead(status, { "content-type": "application/json", ...more }).end(JSON.stringify(body));
});
let client: Client;

beforeAll(async () => {
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  client = connect({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, key: "pai_live_1" });
});
afterAll(() => server.close());
beforeEach(() => {
  [seen, answers, cut] = [[], [], 0];
});

test("the key goes as a bearer token and in no other place; ids are one part of the path", async () => {
  answers = [{ status: 200, body: { id: "nch_1" } }];
  const { data, error } = await getNiche({ client, path: { id: "a/../b" } });
  expect([data, error]).toEqual([{ id: "nch_1" }, undefined]);
  expect(seen[0]).toMatchObject({ method: "GET", url: "/api/v1/niches/a%2F..%2Fb", headers: { authorization: "Bearer pai_live_1" } });
  for (const header of ["cookie", "x-api-key"]) expect(seen[0]?.headers).not.toHaveProperty(header);
});

test("a change that got no answer is sent again under the same key, which the caller may choose", async () => {
  [answers, cut] = [[{ status: 201, body: {} }], 1];
  await createNiche({ client, body: { name: "Straps" }, throwOnError: true });
  expect(seen.map(({ body }) => body)).toEqual(['{"name":"Straps"}', '{"name":"Straps"}']);
  const [first, again] = seen.map(({ headers }) => headers["idempotency-key"]);
  expect(first).toMatch(/^[0-9a-f-]{36}$/);
  expect(again).toBe(first);
  answers = [{ status: 201, body: {} }];
  await createNiche({ client, body: { name: "Straps" }, headers: { "idempotency-key": "mine" } });
  expect(seen.at(-1)?.headers["idempotency-key"]).toBe("mine");
});

test("a refusal is the problem that the API answered; a redirect takes the key nowhere", async () => {
  answers = [{ status: 404, body: { code: "not_found", detail: "There is no such niche." } }];
  const refused = await getNiche({ client, path: { id: "nch_1" } });
  expect(refused).toMatchObject({ error: { code: "not_found" }, response: { status: 404 } });
  const away = { status: 307, headers: { location: "/elsewhere" }, body: {} };
  answers = [away, away];
  const { error, response } = await getNiche({ client, path: { id: "nch_1" } });
  expect([error, response]).toEqual([expect.any(TypeError), undefined]);
  expect(seen.map(({ url }) => url)).not.toContain("/elsewhere");
});

test("a list is read to its end", async () => {
  answers = [
    { status: 200, body: { items: [{ id: "nch_3" }, { id: "nch_2" }], nextCursor: "next.1" } },
    { status: 200, body: { items: [{ id: "nch_1" }] } },
  ];
  const ids: string[] = [];
  for await (const { id } of everyItem((cursor) => listNiches({ client, query: { limit: 2, cursor }, throwOnError: true }))) ids.push(id);
  expect(ids).toEqual(["nch_3", "nch_2", "nch_1"]);
  expect(seen.map(({ url }) => url)).toEqual(["/api/v1/niches?limit=2", "/api/v1/niches?limit=2&cursor=next.1"]);
});
