import { beforeEach, describe, expect, it } from "vitest";
import { windowBytes } from "../../contracts/node-link/credit.ts";
import { FrameReader } from "../../contracts/node-link/frame-reader.ts";
import { bodyFrames, creditFrame, creditOf, jsonFrame, type Frame, type FrameKind } from "../../contracts/node-link/frames.ts";
import { Call } from "./call.ts";

let sent: Frame[];
let ended: number;
let call: Call;
beforeEach(() => {
  sent = [];
  ended = 0;
  call = new Call(
    9,
    (bytes) => sent.push(...framesOf(bytes)),
    () => ended++,
  );
});

function framesOf(bytes: Uint8Array): Frame[] {
  const frames = new FrameReader().push(bytes);
  return frames.ok ? frames.value : [];
}
const kindsSent = () => sent.map(({ kind }) => kind);
const frame = (kind: FrameKind, payload = new Uint8Array(0)): Frame => ({ kind, stream: 9, payload });
const grant = (bytes: number) => framesOf(creditFrame(9, bytes)).every((one) => call.receive(one));
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("a call over the link", () => {
  it("sends its body as far as the node lets it, then the rest, then the end", async () => {
    const done = call.send(new Uint8Array(windowBytes + 10));
    await settled();
    const bytes = () => sent.reduce((sum, { kind, payload }) => sum + (kind === "body" ? payload.length : 0), 0);
    expect([bytes(), kindsSent().at(-1)]).toEqual([windowBytes, "body"]);
    grant(windowBytes);
    await done;
    expect([bytes(), kindsSent().at(-1), sent.at(-1)?.stream]).toEqual([windowBytes + 10, "end", 9]);
  });

  it("hands the node's frames on, and grants as they are read and not before", async () => {
    const piece = new Uint8Array(windowBytes / 8);
    call.receive(frame("answer"));
    for (let i = 0; i < 8; i++) expect(call.receive(frame("body", piece))).toBe(true);
    await settled();
    expect(sent).toEqual([]);
    const reader = call.answer.getReader();
    for (let i = 0; i < 9; i++) await reader.read();
    const next = reader.read();
    await settled();
    expect(sent.map(creditOf)).toEqual([windowBytes]);
    expect(call.receive(frame("body", piece))).toBe(true);
    expect((await next).value).toHaveLength(piece.length + 9);
  });

  it("is over when the node's answer ends, and says nothing more", async () => {
    call.receive(frame("answer"));
    call.receive(frame("end"));
    const reader = call.answer.getReader();
    expect([(await reader.read()).done, (await reader.read()).done, (await reader.read()).done]).toEqual([false, false, true]);
    expect([ended, kindsSent()]).toEqual([1, []]);
    call.break(new Error("later"));
    expect(ended).toBe(1);
  });

  it("is cancelled at the node when its reader leaves, once", async () => {
    const sending = call.send(new Uint8Array(windowBytes + 1));
    await settled();
    await call.answer.cancel();
    await sending;
    expect([kindsSent().filter((kind) => kind !== "body"), ended]).toEqual([["cancel"], 1]);
  });

  it("breaks for its reader when the link does", async () => {
    call.receive(frame("answer"));
    const reader = call.answer.getReader();
    call.break(new Error("the link to the node broke"));
    await expect(reader.read()).rejects.toThrow("the link to the node broke");
    expect(ended).toBe(1);
  });

  it("takes no more than it granted, and no frame that only the edge may send", () => {
    const pieces = [...bodyFrames(9, new Uint8Array(windowBytes))].flatMap(framesOf);
    expect(pieces.every((piece) => call.receive(piece))).toBe(true);
    expect(call.receive(frame("body", new Uint8Array(1)))).toBe(false);
    for (const kind of ["request", "cancel", "heard", "heartbeat"] as const) expect(call.receive(frame(kind))).toBe(false);
    expect(framesOf(jsonFrame("answer", 9, {})).every((one) => call.receive(one))).toBe(true);
  });
});
