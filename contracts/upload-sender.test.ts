import { describe, expect, it } from "vitest";
import { sha256Hex } from "./digest.ts";
import { followReading, isReadAlike, sendRest, uploadOf, type Following, type UploadTransport } from "./upload-sender.ts";
import { uploadHeadBytes, type Upload } from "./services/niche-uploads.ts";

const content = Uint8Array.from({ length: 25 }, (_, i) => i);
const file = new Blob([content]);
const opened: Upload = {
  id: "upl_00000000000000000000000001",
  fileName: "a.csv",
  bytes: 25,
  received: 0,
  partBytes: 10,
  status: "receiving",
  bytesRead: 0,
  createdAt: "2026-01-01T00:00:00.000Z",
};

/** A niche with one upload, whose answers are lost as often as `lost` says. */
function niche(lost = 0) {
  const kept: number[] = [];
  let left = lost;
  const now = (): Upload => ({ ...opened, received: kept.length, status: kept.length === 25 ? "reading" : "receiving" });
  const transport: UploadTransport = {
    list: async () => [now()],
    open: async () => now(),
    look: async () => now(),
    async send(_, offset, bytes) {
      expect(offset).toBe(kept.length);
      kept.push(...new Uint8Array(await bytes.arrayBuffer()));
      if (left-- > 0) throw new Error("cut off");
      return now();
    },
  };
  return { transport, kept };
}

describe("a file in parts", () => {
  it("comes whole and in order, part after part", async () => {
    const { transport, kept } = niche();
    const seen: number[] = [];
    const upload = await sendRest({ transport, file, upload: opened, onProgress: ({ received }) => seen.push(received) });
    expect(upload.status).toBe("reading");
    expect(kept).toEqual([...content]);
    expect(seen).toEqual([0, 10, 20, 25]);
  });

  it("goes on where it is when an answer was lost, as long as it is told to", async () => {
    const patient = niche(2);
    const asked: number[] = [];
    await sendRest({ transport: patient.transport, file, upload: opened, again: async (_, failures) => asked.push(failures) > 0 });
    expect(patient.kept).toEqual([...content]);
    expect(asked).toEqual([1, 2]);
    const hasty = niche(1);
    await expect(sendRest({ transport: hasty.transport, file, upload: opened })).rejects.toThrow("cut off");
    // Later, and from where it is then.
    await sendRest({ transport: hasty.transport, file, upload: await hasty.transport.look(opened.id) });
    expect(hasty.kept).toEqual([...content]);
  });

  it("stops when it is told to, and what was sent stays", async () => {
    const { transport, kept } = niche();
    const stop = new AbortController();
    const sent = sendRest({
      transport,
      file,
      upload: opened,
      signal: stop.signal,
      onProgress: ({ received }) => received === 10 && stop.abort(),
    });
    await expect(sent).rejects.toThrow();
    expect(kept).toHaveLength(10);
  });
});

describe("an upload to go on with", () => {
  it("is of the same name, size and beginning, and not complete; the latest of several", async () => {
    const headDigest = await sha256Hex(content);
    const begun: Upload = { ...opened, received: 20, headDigest };
    const others: Upload[] = [
      { ...begun, fileName: "b.csv" },
      { ...begun, bytes: 26 },
      { ...begun, headDigest: "0".repeat(64) },
      { ...begun, status: "done" },
      { ...opened, received: 3 },
    ];
    expect(await uploadOf(file, "a.csv", others)).toBeUndefined();
    const later = { ...begun, id: "upl_00000000000000000000000002" };
    expect(await uploadOf(file, "a.csv", [begun, later, ...others])).toBe(later);
    expect(await uploadOf(file, "a.csv", [opened])).toBe(opened);
  });

  it("is told by its first megabyte", async () => {
    const head = new Uint8Array(uploadHeadBytes).fill(7);
    const long = new Blob([head, content]);
    const begun: Upload = { ...opened, bytes: long.size, received: uploadHeadBytes, headDigest: await sha256Hex(head) };
    expect(await uploadOf(long, "a.csv", [begun])).toBe(begun);
  });
});

it("is followed until it is read", async () => {
  const states: Upload[] = (["reading", "reading", "done"] as const).map((status, i) => ({ ...opened, status, bytesRead: i }));
  const seen: number[] = [];
  const left = states.slice(1);
  const done = await followReading({ look: async () => left.shift() ?? opened }, states[0] ?? opened, {
    onProgress: ({ bytesRead }) => seen.push(bytesRead),
    wait: async () => undefined,
  });
  expect(done.status).toBe("done");
  expect(seen).toEqual([0, 1, 2]);
});

describe("a reading whose state cannot be asked for a moment", () => {
  /** Of which a look fails `lost` times, and then says that it is done. */
  const following = (lost: number, more: Partial<Following> = {}) => {
    let left = lost;
    const look = async (): Promise<Upload> => {
      if (left-- > 0) throw new Error("cut off");
      return { ...opened, status: "done" };
    };
    return followReading({ look }, { ...opened, status: "reading" }, { wait: async () => undefined, ...more });
  };

  it("is followed on as long as it is told to", async () => {
    const asked: number[] = [];
    expect((await following(2, { again: async (_, failures) => asked.push(failures) < 3 })).status).toBe("done");
    expect(asked).toEqual([1, 2]);
    await expect(following(2, { again: async (_, failures) => failures < 2 })).rejects.toThrow("cut off");
    await expect(following(1)).rejects.toThrow("cut off");
  });

  it("is let go of when whoever follows it stops", async () => {
    const stop = new AbortController();
    const again = async () => {
      stop.abort();
      return true;
    };
    await expect(following(9, { again, signal: stop.signal })).rejects.toMatchObject({ name: "AbortError" });
  });
});

describe("an upload is read alike", () => {
  it("when mapping, encoding and attributes are the same", () => {
    const mapped: Upload = { ...opened, mapping: { text: "t", author: "a" }, encoding: "utf-8", attributes: ["plan"] };
    const settings = { mapping: { author: "a", text: "t" }, encoding: "utf-8", attributes: ["plan"] };
    expect(isReadAlike(mapped, settings)).toBe(true);
    expect(isReadAlike(opened, { mapping: {} })).toBe(true);
    for (const other of [{ mapping: { text: "t" } }, { encoding: "latin1" }, { attributes: undefined }])
      expect(isReadAlike(mapped, { ...settings, ...other })).toBe(false);
  });
});
