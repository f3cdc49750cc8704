import { describe, expect, it } from "vitest";
import { AnswerCache, keptMs, maxAnswerBytes, maxCacheBytes } from "./answer-cache.ts";

describe("the cache of answers", () => {
  it("gives what was put, for five minutes", () => {
    const cache = new AnswerCache<string>();
    cache.put("a", "answer", 10, 0);
    expect(cache.get("a", keptMs - 1)).toBe("answer");
    expect(cache.get("b", 0)).toBeUndefined();
    expect(cache.get("a", keptMs)).toBeUndefined();
    expect(cache.bytes).toBe(0);
  });

  it("never holds more than its bytes, and lets go first of what was longest unused", () => {
    const cache = new AnswerCache<number>();
    const fits = Math.floor(maxCacheBytes / maxAnswerBytes);
    for (let i = 0; i < fits; i++) cache.put(`k${i}`, i, maxAnswerBytes, i);
    cache.get("k0", fits);
    cache.put("one more", -1, maxAnswerBytes, fits);
    expect(cache.bytes).toBeLessThanOrEqual(maxCacheBytes);
    expect([cache.get("k0", fits), cache.get("k1", fits), cache.get("one more", fits)]).toEqual([0, undefined, -1]);
  });

  it("keeps nothing that is too large, and one value a key", () => {
    const cache = new AnswerCache<string>();
    cache.put("a", "large", maxAnswerBytes + 1, 0);
    expect(cache.get("a", 0)).toBeUndefined();
    cache.put("a", "first", 10, 0);
    cache.put("a", "second", 20, 0);
    expect([cache.get("a", 0), cache.bytes]).toEqual(["second", 20]);
  });
});
