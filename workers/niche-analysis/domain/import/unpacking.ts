/** Files that are compressed as a whole (gzip: RFC 1952, zstd: RFC 8878), unpacked as they stream by. */
import { Readable } from "node:stream";
import { constants, createGunzip, createZstdDecompress } from "node:zlib";
import { err, type Fault } from "../../../../contracts/result.ts";

/** Bytes that a file unpacks to at most: a small file can be made to unpack to anything. */
const mostUnpacked = 2 * 1024 ** 3;
/** zstd keeps so many bytes of what came before (2^25, 32 MiB); an isolate has 128 MB. */
const largestWindowLog = 25;
/** Dumps of Pushshift are made with `--long=31`, which the command line unpacks with as much memory; what it packs by itself looks back 2 to 8 MiB. */
const looksBackTooFar = `This zstd archive looks back further than ${2 ** (largestWindowLog - 20)} MiB (it was packed with --long), for which there is no memory here. Unpack it, or pack it anew: zstd -dc --long=31 OLD.zst | zstd -o NEW.zst`;
const signatureBytes = 4;

const kinds = [
  { name: "gzip", bytes: [0x1f, 0x8b], make: () => createGunzip() },
  {
    name: "zstd",
    bytes: [0x28, 0xb5, 0x2f, 0xfd],
    make: () => createZstdDecompress({ params: { [constants.ZSTD_d_windowLogMax]: largestWindowLog } }),
  },
] as const;

/** A file that cannot be unpacked. */
export class NotUnpacked extends Error {
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(fault.detail);
    this.fault = fault;
  }
}

/** The bytes, unpacked where they are packed. Throws `NotUnpacked` for an archive that is damaged, too large or needs too much memory. */
export async function* unpacked(body: AsyncIterable<Uint8Array>, limit = mostUnpacked): AsyncGenerator<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]();
  const head: Uint8Array[] = [];
  let length = 0;
  while (length < signatureBytes) {
    const next = await chunks.next();
    if (next.done) break;
    head.push(next.value);
    length += next.value.length;
  }
  const rest = (async function* () {
    try {
      yield* head;
      for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
    } finally {
      await chunks.return?.();
    }
  })();
  const start = head.flatMap((chunk) => [...chunk.subarray(0, signatureBytes)]);
  const kind = kinds.find(({ bytes }) => bytes.every((byte, i) => start[i] === byte));
  if (!kind) return yield* rest;
  let bytes = 0;
  const source = Readable.from(rest);
  const unpacking = kind.make();
  // `pipe` leaves it to others that the source failed.
  source.on("error", (cause) => unpacking.destroy(cause));
  try {
    for await (const chunk of source.pipe(unpacking) as AsyncIterable<Uint8Array>) {
      bytes += chunk.length;
      if (bytes > limit) throw tooLarge(limit);
      yield chunk;
    }
  } catch (cause) {
    throw isOfArchive(cause) ? damaged(kind.name, cause) : cause;
  } finally {
    unpacking.destroy();
    source.destroy();
  }
}

function isOfArchive(cause: unknown): cause is Error & { code: string } {
  return cause instanceof Error && "code" in cause && typeof cause.code === "string" && /^(?:Z_|ZSTD_|ERR_ZSTD)/.test(cause.code);
}

function damaged(name: string, cause: Error & { code: string }): NotUnpacked {
  // Node says it in the code, workerd only in the words of the library.
  if (/window|too much memory/i.test(`${cause.code} ${cause.message}`))
    return new NotUnpacked(err("unsupported_media", looksBackTooFar).error);
  return new NotUnpacked(err("invalid_input", `This ${name} archive is damaged or was cut off (${cause.message}). Send it again.`).error);
}

function tooLarge(limit: number): NotUnpacked {
  return new NotUnpacked(
    err("too_large", `The file unpacks to more than ${limit / 1024 ** 2} MiB. Unpack it and cut it into several.`).error,
  );
}
