import { expect, test } from "vitest";
import { replayedHeader } from "../../contracts/idempotency.ts";
import { marked, noted, noteReplay } from "./replays.ts";

const request = (key?: string) => new Request("https://a.example", { headers: key === undefined ? {} : { "idempotency-key": key } });
const markOf = async (key: string | undefined, answer: () => Response | Promise<Response>) =>
  (await marked(request(key), answer)).headers.get(replayedHeader);

test("marks the answer to a request whose own command was carried out before", async () => {
  const repeated = async () => {
    await Promise.resolve();
    noteReplay("one");
    return Response.json({});
  };
  expect(await markOf("one", repeated)).toBe("true");
  expect(await markOf("two", repeated)).toBeNull();
  expect(await markOf(undefined, repeated)).toBeNull();
});

test("marks no refusal, and requests at the same time do not mark each other", async () => {
  const refused = () => (noteReplay("one"), new Response(null, { status: 409 }));
  expect(await markOf("one", refused)).toBeNull();
  const { promise, resolve } = Promise.withResolvers<void>();
  const first = markOf("one", () => promise.then(() => new Response()));
  await markOf("one", () => (noteReplay("one"), new Response()));
  resolve();
  expect(await first).toBeNull();
});

test.each([
  [{ ok: true, value: { version: 1, replayed: true } }, "true"],
  [{ ok: true, value: [], replayed: true }, "true"],
  [{ ok: true, value: { version: 1, replayed: false } }, null],
  [{ ok: true, value: null }, null],
])("reads the result of an actor's command: %j", async (result, mark) => {
  expect(await markOf("one", () => Response.json(noted("one", result)))).toBe(mark);
});
