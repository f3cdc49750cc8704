import { assert, constantFrom, nat, property, array, tuple, uint8Array } from "fast-check";
import { describe, expect, it } from "vitest";
import { FrameReader } from "./frame-reader.ts";
import {
  bodyFrames,
  creditFrame,
  creditOf,
  encodeFrame,
  frameKinds,
  jsonFrame,
  jsonOf,
  maxPayloadBytes,
  type FrameKind,
} from "./frames.ts";

const kinds = Object.keys(frameKinds) as FrameKind[];
const anyFrame = tuple(constantFrom(...kinds), nat({ max: 2 ** 32 - 1 }), uint8Array({ maxLength: 300 }));

function read(reader: FrameReader, bytes: Uint8Array) {
  const frames = reader.push(bytes);
  if (!frames.ok) throw new Error(frames.error.detail);
  return frames.value.map(({ kind, stream, payload }) => [kind, stream, Array.from(payload)]);
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

describe("frames", () => {
  it("come out of their bytes as they went in, wherever these are cut", () => {
    assert(
      property(array(anyFrame, { maxLength: 12 }), array(nat(), { maxLength: 40 }), (frames, cuts) => {
        const bytes = concat(frames.map(([kind, stream, payload]) => encodeFrame(kind, stream, payload)));
        const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].toSorted((a, b) => a - b);
        const reader = new FrameReader();
        const out = places.slice(1).flatMap((end, i) => read(reader, bytes.slice(places[i], end)));
        expect(out).toEqual(frames.map(([kind, stream, payload]) => [kind, stream, Array.from(payload)]));
        expect(reader.empty).toBe(true);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it("come out of single bytes", () => {
    const bytes = concat([jsonFrame("answer", 7, { status: 200 }), creditFrame(2 ** 32 - 1, 4_000_000_000), encodeFrame("end", 0)]);
    const reader = new FrameReader();
    expect(Array.from(bytes).flatMap((byte) => read(reader, Uint8Array.of(byte)))).toHaveLength(3);
  });

  it("wait for what is missing", () => {
    const reader = new FrameReader();
    expect(read(reader, encodeFrame("body", 1, Uint8Array.of(1, 2, 3)).subarray(0, 11))).toEqual([]);
    expect(reader.empty).toBe(false);
    expect(read(reader, Uint8Array.of(3))).toEqual([["body", 1, [1, 2, 3]]]);
  });

  it("keep nothing of the bytes they came in: the sender may use these again", () => {
    const bytes = encodeFrame("body", 1, Uint8Array.of(1, 2, 3));
    const frames = new FrameReader().push(bytes);
    bytes.fill(0);
    expect(frames).toMatchObject({ value: [{ payload: Uint8Array.of(1, 2, 3) }] });
  });

  it("of an unknown kind, or longer than a frame may be, are refused before anything of them is kept", () => {
    expect(new FrameReader().push(Uint8Array.of(0, 0, 0, 0, 77, 0, 0, 0, 0))).toMatchObject({
      ok: false,
      error: { code: "invalid_input" },
    });
    expect(new FrameReader().push(Uint8Array.of(255, 255, 255, 255, 2, 0, 0, 0, 0))).toMatchObject({ ok: false });
    expect(() => encodeFrame("body", 1, new Uint8Array(maxPayloadBytes + 1))).toThrow(RangeError);
  });

  it("carry a body in pieces that each fit", () => {
    const body = Uint8Array.from({ length: 2 * maxPayloadBytes + 5 }, (_, i) => i % 251);
    const frames = new FrameReader().push(concat([...bodyFrames(3, body)]));
    expect(frames.ok && frames.value.map(({ payload }) => payload.length)).toEqual([maxPayloadBytes, maxPayloadBytes, 5]);
    expect(frames.ok && concat(frames.value.map(({ payload }) => payload))).toEqual(body);
  });

  it("with JSON that is none, or a credit of another form, say so", () => {
    const payload = Uint8Array.of(0xff);
    expect(jsonOf({ kind: "answer", stream: 1, payload })).toBeUndefined();
    expect(creditOf({ kind: "credit", stream: 1, payload })).toBe(0);
  });
});
