import { gzipSync, zstdCompressSync, constants } from "node:zlib";
import { describe, expect, it } from "vitest";
import { inPieces, readFile } from "../testing/reading.ts";
import { NotUnpacked, unpacked } from "./unpacking.ts";

const file = new TextEncoder().encode(
  Array.from({ length: 500 }, (_, i) => JSON.stringify({ text: `row ${i} says that it broke` })).join("\n"),
);
const packings = [
  ["gzip", (bytes: Uint8Array) => gzipSync(bytes)],
  ["zstd", (bytes: Uint8Array) => zstdCompressSync(bytes)],
] as const;

async function faultOf(bytes: Uint8Array, limit?: number): Promise<unknown> {
  try {
    for await (const _ of unpacked(inPieces(bytes, 1_000), limit));
    return undefined;
  } catch (cause) {
    if (cause instanceof NotUnpacked) return cause.fault;
    throw cause;
  }
}

describe.each(packings)("a file packed with %s", (name, pack) => {
  it("is read like the file itself, however it is cut into chunks", async () => {
    const plain = await readFile(file);
    const packed = pack(file);
    for (const size of [1, 3, 1_000, 1 << 20]) expect((await readFile(packed, { size })).rows).toEqual(plain.rows);
    // The digest is of the file that was sent.
    const { report } = await readFile(packed);
    expect(report.provenance.bytes).toBe(packed.length);
    expect(report.provenance.sourceDigest).not.toBe(plain.report.provenance.sourceDigest);
    expect(report.provenance.evidenceDigest).toBe(plain.report.provenance.evidenceDigest);
  });

  it("that was cut off or damaged is refused as a whole", async () => {
    const packed = pack(file);
    expect(await faultOf(packed.subarray(0, packed.length - 20))).toMatchObject({
      code: "invalid_input",
      detail: expect.stringContaining(name),
    });
    const broken = Uint8Array.from(packed);
    broken.fill(0xff, 40, 60);
    expect(await faultOf(broken)).toMatchObject({ code: "invalid_input", detail: expect.stringContaining("damaged") });
  });

  it("that unpacks to more than there is room for is refused", async () => {
    const bomb = pack(new Uint8Array(200 * 1024 ** 2));
    expect(bomb.length).toBeLessThan(300_000);
    expect(await faultOf(bomb, 50 * 1024 ** 2)).toMatchObject({ code: "too_large", detail: expect.stringContaining("50 MiB") });
  });
});

it("zstd that looks back further than there is memory for says so", async () => {
  const noise = new Uint8Array(70 * 1024 ** 2);
  for (let i = 0; i < noise.length; i += 65_536) crypto.getRandomValues(noise.subarray(i, i + 65_536));
  const packed = zstdCompressSync(noise, { params: { [constants.ZSTD_c_windowLog]: 27, [constants.ZSTD_c_compressionLevel]: 1 } });
  expect(await faultOf(packed)).toMatchObject({ code: "unsupported_media", detail: expect.stringContaining("Unpack it, or pack it anew") });
});

/** One frame (RFC 8878, 3.1.1) with a window of 2^`log` bytes around a block that is not compressed. */
function zstdFrame(text: string, log: number): Uint8Array {
  const block = new TextEncoder().encode(text);
  const size = (block.length << 3) | 1;
  return Uint8Array.from([0x28, 0xb5, 0x2f, 0xfd, 0, (log - 10) << 3, size & 0xff, (size >> 8) & 0xff, size >> 16, ...block]);
}

it("zstd as Pushshift packs its dumps (--long=31) is refused with the command that packs it anew", async () => {
  const body = '{"text":"row 1 says that it broke"}\n{"text":"row 2 says that it broke"}\n';
  expect((await readFile(zstdFrame(body, 25))).rows).toHaveLength(2);
  for (const log of [26, 27, 31])
    expect(await faultOf(zstdFrame(body, log))).toMatchObject({
      code: "unsupported_media",
      detail: expect.stringMatching(/32 MiB.*zstd -dc --long=31 OLD\.zst \| zstd -o NEW\.zst/),
    });
});

it("leaves what is not packed as it is, down to nothing", async () => {
  const collect = async (bytes: Uint8Array) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of unpacked(inPieces(bytes, 2))) chunks.push(chunk);
    return Buffer.concat(chunks);
  };
  expect(await collect(file.subarray(0, 100))).toEqual(Buffer.from(file.subarray(0, 100)));
  expect(await collect(new Uint8Array([0x1f]))).toEqual(Buffer.from([0x1f]));
  expect(await collect(new Uint8Array())).toEqual(Buffer.alloc(0));
});
