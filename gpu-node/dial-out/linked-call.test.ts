import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Pool } from "undici";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { windowBytes } from "../../contracts/node-link/credit.ts";
import { FrameReader } from "../../contracts/node-link/frame-reader.ts";
import { bodyFrames, creditFrame, encodeFrame, jsonOf, type Frame } from "../../contracts/node-link/frames.ts";
import { LinkedCall } from "./linked-call.ts";

let server: Server;
let door: Pool;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let sent: Frame[];
let call: LinkedCall;

beforeEach(async () => {
  server = createServer((request, response) => answer(request, response)).listen(0, "127.0.0.1");
  await once(server, "listening");
  door = new Pool(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  sent = [];
  call = new LinkedCall(5, (bytes) => sent.push(...framesOf(bytes)));
});
afterEach(async () => {
  await door.destroy();
  server.closeAllConnections();
  server.close();
});

function framesOf(bytes: Uint8Array): Frame[] {
  const frames = new FrameReader().push(bytes);
  return frames.ok ? frames.value : [];
}
const give = (bytes: Uint8Array) => framesOf(bytes).every((frame) => call.receive(frame));
const request = { path: "/v1/embeddings", headers: { "content-type": "application/json", "x-signed": "yes" }, timeoutMs: 10_000 };
const bodySent = () => Buffer.concat(sent.filter(({ kind }) => kind === "body").map(({ payload }) => payload));

describe("a call that came over the link", () => {
  it("reaches the door whole, and its answer goes back with status, headers and bytes", async () => {
    answer = async (asked, response) => {
      const body = Buffer.concat((await asked.toArray()) as Buffer[]);
      response.writeHead(429, { "retry-after": "3", "x-path": asked.url, "x-signed": asked.headers["x-signed"] });
      response.end(body.toString().toUpperCase());
    };
    const answered = call.answer(request, door);
    give(encodeFrame("body", 5, new TextEncoder().encode("some ")));
    give(encodeFrame("body", 5, new TextEncoder().encode("text")));
    give(encodeFrame("end", 5));
    await answered;
    expect(sent.map(({ kind, stream }) => [kind, stream])).toEqual([
      ["answer", 5],
      ["body", 5],
      ["end", 5],
    ]);
    const [head] = sent;
    expect(head && jsonOf(head)).toEqual({
      status: 429,
      headers: { "retry-after": "3", "x-path": "/v1/embeddings", "x-signed": "yes" },
    });
    expect(bodySent().toString()).toBe("SOME TEXT");
  });

  it("sends an answer no faster than the edge takes it", async () => {
    const big = Buffer.alloc(3 * windowBytes, "x");
    answer = (_, response) => void response.end(big);
    const answered = call.answer(request, door);
    give(encodeFrame("end", 5));
    await expect.poll(() => bodySent().length, { interval: 5 }).toBe(windowBytes);
    give(creditFrame(5, 100));
    await expect.poll(() => bodySent().length, { interval: 5 }).toBe(windowBytes + 100);
    give(creditFrame(5, 2 * windowBytes));
    await answered;
    expect([bodySent().equals(big), sent.at(-1)?.kind]).toEqual([true, "end"]);
  });

  it("grants more of the request's body as the door reads it", async () => {
    answer = async (asked, response) => response.end(String(Buffer.concat((await asked.toArray()) as Buffer[]).length));
    const answered = call.answer(request, door);
    for (const frame of bodyFrames(5, new Uint8Array(windowBytes))) expect(give(frame)).toBe(true);
    await expect.poll(() => sent.filter(({ kind }) => kind === "credit").length, { interval: 5 }).toBeGreaterThan(0);
    give(encodeFrame("end", 5));
    await answered;
    expect(bodySent().toString()).toBe(String(windowBytes));
  });

  it("that is cancelled leaves the door, and sends nothing more", async () => {
    const left = new Promise((resolve) => (answer = (_, response) => response.once("close", resolve)));
    const answered = call.answer(request, door);
    give(encodeFrame("body", 5, Uint8Array.of(1)));
    await once(server, "request");
    give(encodeFrame("cancel", 5));
    await Promise.all([answered, left]);
    expect(sent).toEqual([]);
  });

  it("ends by itself when its time is over, should no cancel come", async () => {
    answer = () => undefined;
    const answered = call.answer({ ...request, timeoutMs: 50 }, door);
    give(encodeFrame("end", 5));
    await answered;
    expect(sent.map(({ kind }) => kind)).toEqual(["failure"]);
  });

  it("says why there is no answer when the door breaks it off", async () => {
    answer = (_, response) => {
      response.writeHead(200, { "content-length": "10" });
      response.write("half");
      setTimeout(() => response.destroy(), 20);
    };
    const answered = call.answer(request, door);
    give(encodeFrame("end", 5));
    await answered;
    expect([sent[0]?.kind, sent.at(-1)?.kind, sent.at(-1)?.payload.length]).toEqual(["answer", "failure", expect.any(Number)]);
  });

  it("takes no more than it granted, and no frame that only a node sends", () => {
    for (const frame of bodyFrames(5, new Uint8Array(windowBytes))) expect(give(frame)).toBe(true);
    expect(give(encodeFrame("body", 5, Uint8Array.of(1)))).toBe(false);
    expect(give(encodeFrame("answer", 5))).toBe(false);
  });
});
