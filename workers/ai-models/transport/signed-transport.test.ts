import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemSources } from "../../../contracts/ids.ts";
import { startVectorNode, vectorDimensions, vectorOf, type Misbehaviour, type VectorNode } from "../testing/vector-node.ts";
import { overHttp } from "./carrier.ts";
import { SignedTransport } from "./signed-transport.ts";

const key = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
const body = {
  model: "m@v1",
  input: ["one text", "and another"],
  encoding_format: "float",
  isolated: true,
  priority: "normal",
  deadline: 5,
} as const;

let node: VectorNode;
beforeEach(async () => {
  node = await startVectorNode();
  node.trust({ nodeId: "nod_1", key });
});
afterEach(() => node.close());

const embed = (timeoutMs = 5_000, target = { id: "nod_1", epoch: 1, url: node.url, key }, traceparent?: string) =>
  new SignedTransport(systemSources, overHttp).call(
    target,
    { path: "/v1/embeddings", rows: 2, body: { ...body, input: [...body.input] } },
    timeoutMs,
    { traceparent },
  );

async function failureUnder(misbehaviour: Misbehaviour, timeoutMs?: number) {
  node.misbehave(misbehaviour);
  const answer = await embed(timeoutMs);
  return answer.ok ? undefined : answer.failure;
}

describe("calling a node over HTTP", () => {
  it("signs the call, passes it on whole and reads the vectors back", async () => {
    const answer = await embed();
    expect(answer).toMatchObject({ ok: true, value: { model: "m@v1", dimensions: vectorDimensions, tokens: 8, truncated: 0 } });
    const expected = Float32Array.from([...vectorOf("one text"), ...vectorOf("and another")]);
    expect(answer.ok && answer.value.values).toEqual(expected);
    expect(node.calls).toEqual([body]);
  });

  it("carries the caller's trace on, each call with a span of its own, and begins one where there is none", async () => {
    const caller = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    for (const traceparent of [caller, caller, undefined]) await embed(5_000, undefined, traceparent);
    const [first, second, begun] = node.traces.map((trace) => /^00-([0-9a-f]{32})-([0-9a-f]{16})-01$/.exec(trace)?.slice(1));
    expect([first?.[0], second?.[0]]).toEqual(Array(2).fill("4bf92f3577b34da6a3ce929d0e0e4736"));
    expect(begun?.[0]).not.toBe(first?.[0]);
    expect(new Set(["00f067aa0ba902b7", first?.[1], second?.[1], begun?.[1]]).size).toBe(4);
  });

  it("fails as broken with a key that the node does not trust", async () => {
    const answer = await embed(5_000, { id: "nod_1", epoch: 1, url: node.url, key: key.replace("00", "01") });
    expect(answer).toMatchObject({ ok: false, failure: { kind: "broken", detail: expect.stringContaining("401") } });
    expect(node.calls).toEqual([]);
  });

  it.each([
    [400, "request"],
    [413, "request"],
    [404, "absent"],
    [429, "busy"],
    [504, "late"],
    [500, "broken"],
    [503, "broken"],
    [302, "broken"],
  ])("takes a %i for %s", async (status, kind) => {
    expect(await failureUnder({ status, headers: { location: node.url } })).toMatchObject({ kind });
  });

  it("follows no redirection: the signed call stays with the node", async () => {
    expect(await failureUnder({ status: 302, headers: { location: "/elsewhere" } })).toMatchObject({
      detail: expect.stringContaining("302"),
    });
  });

  it("passes on the node's own words when the call is wrong, and its wait when it is full", async () => {
    expect(await failureUnder({ status: 400, message: "text 3 is too long" })).toEqual({ kind: "request", detail: "text 3 is too long" });
    expect(await failureUnder({ status: 429, headers: { "retry-after": "7" } })).toMatchObject({ kind: "busy", retryAfter: 7 });
  });

  it("takes an answer of another size than its headers say for broken", async () => {
    expect(await failureUnder({ cutBytes: 4 })).toMatchObject({ kind: "broken", detail: "its answer has 60 bytes for 2 rows of 8" });
    expect(await failureUnder({ cutBytes: 3 })).toMatchObject({ kind: "broken" });
  });

  it("gives up when the time is over", async () => {
    expect(await failureUnder({ hang: true }, 50)).toEqual({ kind: "silent", detail: "it did not answer within 50 ms" });
  });

  it("takes a node that is gone for broken", async () => {
    await node.close();
    expect(await embed()).toMatchObject({
      ok: false,
      failure: { kind: "broken", detail: expect.stringContaining("could not be reached") },
    });
  });
});
