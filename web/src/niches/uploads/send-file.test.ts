import { describe, expect, it } from "vitest";
import { sha256Hex } from "../../../../contracts/digest.ts";
import type { Upload } from "../../../../contracts/services/niche-analysis.ts";
import { unreachable } from "../../api/problem.ts";
import { sendFile, type FileSending } from "./send-file.ts";

const file = new File(["text\nit broke after a week\n"], "a.csv");
const report = { fileName: "a.csv", read: 1, kept: 1 } as Upload["report"];
const opened: Upload = {
  id: "upl_00000000000000000000000001",
  fileName: "a.csv",
  bytes: file.size,
  received: 0,
  partBytes: 10,
  status: "receiving",
  bytesRead: 0,
  createdAt: "2026-01-01T00:00:00.000Z",
};

/** A niche that has `listed`, whose connection is cut `cuts` times and then says nothing `silences` times, and which makes `end` of what it reads. */
async function sent({
  listed,
  cuts = 0,
  silences = 0,
  end = { status: "done", report },
  ...more
}: { listed?: Upload; cuts?: number; silences?: number; end?: Partial<Upload> } & Partial<FileSending>) {
  const log: string[] = [];
  const waits: number[] = [];
  let [now, left, silent] = [listed ?? opened, cuts, silences];
  const transport: FileSending["transport"] = {
    list: async () => (listed ? [listed] : []),
    open: async (settings) => {
      log.push(`open ${JSON.stringify(settings)}`);
      return now;
    },
    look: async () => {
      if (now.received === now.bytes && silent-- > 0) throw unreachable("cut off");
      return { ...now, ...(now.received === now.bytes ? end : {}) };
    },
    send: async (_, offset, bytes) => {
      if (left-- > 0) throw unreachable("cut off");
      log.push(`send ${offset}`);
      now = { ...now, received: offset + bytes.size, status: offset + bytes.size === now.bytes ? "reading" : "receiving" };
      return now;
    },
    remove: async () => void log.push("remove"),
  };
  const wait = async (ms: number) => waits.push(ms);
  const answer = await sendFile({
    transport,
    file,
    settings: {},
    onProgress: () => undefined,
    signal: new AbortController().signal,
    wait,
    ...more,
  }).catch((cause: unknown) => cause);
  return { answer, log, waits };
}

describe("a file that is sent", () => {
  it("comes in parts, and is followed to its report", async () => {
    const { answer, log } = await sent({});
    expect(answer).toEqual(report);
    expect(log).toEqual([`open {"fileName":"a.csv","bytes":${file.size}}`, "send 0", "send 10", "send 20"]);
  });

  it("goes on with an upload of it that is to be read in the same way, and with no other", async () => {
    const headDigest = await sha256Hex(new Uint8Array(await file.arrayBuffer()));
    const begun: Upload = { ...opened, received: 20, headDigest, mapping: { text: "text" }, attributes: ["plan"] };
    const settings = { mapping: { text: "text" }, attributes: ["plan"] };
    expect((await sent({ listed: begun, settings })).log).toEqual(["send 20"]);
    expect((await sent({ listed: begun, settings: { ...settings, encoding: "utf-8" } })).log[0]).toContain("open");
    expect((await sent({ listed: begun, settings: undefined })).log).toEqual(["send 20"]);
    const other = await sent({ listed: { ...begun, headDigest: "0" }, settings: undefined });
    expect(other.answer).toMatchObject({ code: "conflict", message: expect.stringContaining("not the file") });
  });

  it("waits for a connection that is gone, longer each time, and then says so", async () => {
    expect(await sent({ cuts: 2 })).toMatchObject({ answer: report, waits: [2_000, 4_000, 1_000] });
    const { answer, waits } = await sent({ cuts: 9 });
    expect(answer).toMatchObject({ code: "unavailable", retryable: true });
    expect(waits).toEqual([2_000, 4_000, 8_000, 16_000]);
  });

  it("is followed on when its state cannot be asked for a moment", async () => {
    expect(await sent({ silences: 3 })).toMatchObject({ answer: report });
    expect((await sent({ silences: 99 })).answer).toMatchObject({ code: "unavailable", retryable: true });
  });

  it("that was sent already is told of when it is tried again, whatever has become of it", async () => {
    const whole = { ...opened, received: file.size, headDigest: "any" };
    const again = await sent({ listed: whole, begun: opened, settings: undefined });
    expect(again).toMatchObject({ answer: report, log: [] });
    const half = await sent({ listed: { ...opened, received: 20 }, begun: opened, settings: undefined });
    expect(half).toMatchObject({ answer: report, log: ["send 20"] });
  });

  it("is refused as it is refused at the door when it cannot be read, and forgotten there", async () => {
    const fault = {
      code: "unsupported_media" as const,
      detail: "A table.",
      retryable: false,
      fields: [{ path: "file", message: "market-table" }],
    };
    const { answer, log } = await sent({ end: { status: "failed", fault } });
    expect(answer).toMatchObject({ code: "unsupported_media", status: 415, message: "A table.", fields: { file: "market-table" } });
    expect(log.at(-1)).toBe("remove");
    expect((await sent({ file: new File([], "a.csv") })).answer).toMatchObject({ code: "invalid_input" });
  });
});
