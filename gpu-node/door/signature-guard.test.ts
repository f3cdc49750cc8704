import { describe, expect, it } from "vitest";
import { signedHeaders } from "../../contracts/node-protocol.ts";
import { SignatureGuard } from "./signature-guard.ts";

const credential = { nodeId: "nod_1", key: "00ff".repeat(16) };
const body = new TextEncoder().encode('{"input":"Fine."}');
const at = 1_800_000_000_000;

async function guarded() {
  const clock = { now: at };
  const guard = new SignatureGuard(() => clock.now);
  guard.trust(credential);
  let next = 0;
  const signed = async (more: { nonce?: string; timestamp?: number; key?: string } = {}) => {
    const { nonce = `n${next++}`, timestamp = clock.now, key = credential.key } = more;
    const parts = { method: "POST", path: "/v1/embeddings", timestamp, nonce, body };
    return { method: "POST", path: "/v1/embeddings", headers: await signedHeaders({ nodeId: credential.nodeId, key }, parts) };
  };
  const reason = async (request: Awaited<ReturnType<typeof signed>>, content = body) => {
    const result = await guard.verify(request, content);
    return result.ok ? "accepted" : `${result.error.code}: ${result.error.detail}`;
  };
  return { clock, guard, signed, reason };
}

describe("a signed request", () => {
  it("is accepted once", async () => {
    const { signed, reason } = await guarded();
    const request = await signed();
    expect(await reason(request)).toBe("accepted");
    expect(await reason(request)).toBe("unauthenticated: This nonce was used before.");
  });

  it("passes only once when the same request comes twice at the same time", async () => {
    const { signed, reason } = await guarded();
    const request = await signed();
    const both = await Promise.all([reason(request), reason(request)]);
    expect(both.filter((answer) => answer === "accepted")).toHaveLength(1);
  });

  it("is refused when its body, path, method, key or nonce is another than the signed one", async () => {
    const { signed, reason } = await guarded();
    const unfit = "unauthenticated: The signature does not fit this request.";
    expect(await reason(await signed(), new TextEncoder().encode('{"input":"Evil"}'))).toBe(unfit);
    expect(await reason({ ...(await signed()), path: "/v1/models" })).toBe(unfit);
    expect(await reason({ ...(await signed()), method: "GET" })).toBe(unfit);
    expect(await reason(await signed({ key: "11".repeat(32) }))).toBe(unfit);
    const moved = await signed();
    expect(await reason({ ...moved, headers: { ...moved.headers, "x-paissive-nonce": "another" } })).toBe(unfit);
  });

  it("is refused 61 seconds before or after its time, and accepted within 59", async () => {
    const { signed, reason } = await guarded();
    const off = /timestamp is more than 60 s off/;
    expect(await reason(await signed({ timestamp: at - 61_000 }))).toMatch(off);
    expect(await reason(await signed({ timestamp: at + 61_000 }))).toMatch(off);
    expect(await reason(await signed({ timestamp: at - 59_000 }))).toBe("accepted");
    expect(await reason(await signed({ timestamp: at + 59_000 }))).toBe("accepted");
  });

  it("cannot be replayed even when it was signed ahead of time", async () => {
    const { clock, signed, reason } = await guarded();
    const ahead = await signed({ timestamp: at + 59_000 });
    expect(await reason(ahead)).toBe("accepted");
    clock.now = at + 118_000;
    expect(await reason(ahead)).toContain("used before");
  });

  it("is refused without headers, for another node, with an endless nonce, or before joining", async () => {
    const { signed, reason } = await guarded();
    const request = await signed();
    expect(await reason({ ...request, headers: {} })).toContain("needs a signature");
    expect(await reason({ ...request, headers: { ...request.headers, "x-paissive-key": "nod_2" } })).toContain("names another node");
    expect(await reason({ ...request, headers: { ...request.headers, "x-paissive-timestamp": "soon" } })).toContain("needs a signature");
    expect(await reason(await signed({ nonce: "n".repeat(101) }))).toContain("needs a signature");
    const alone = await new SignatureGuard(() => at).verify(request, body);
    expect(alone).toMatchObject({ ok: false, error: { code: "unauthenticated" } });
  });

  it("fits the key of the latest join only", async () => {
    const { guard, signed, reason } = await guarded();
    const old = await signed();
    guard.trust({ nodeId: "nod_1", key: "22".repeat(32) });
    expect(await reason(old)).toContain("does not fit");
    expect(await reason(await signed({ key: "22".repeat(32) }))).toBe("accepted");
  });
});
