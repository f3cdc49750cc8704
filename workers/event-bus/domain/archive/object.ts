/** What stands in an object of the archive: NDJSON, one stored event a line, gzip. The bucket is passed in. */
import { sha256Hex } from "../../../../contracts/digest.ts";
import { storedEventSchema } from "../../../../contracts/services/event-bus.ts";
import type { StoredEvent } from "../../../../contracts/events/envelope.ts";
import type { Segment } from "./segment.ts";

/** As much of an R2 bucket as reading needs. */
export interface ArchiveBucket {
  get(key: string): Promise<{ arrayBuffer(): Promise<ArrayBuffer> } | null>;
}

/** The bytes of an object, and the digest of what they hold. */
export async function packed(events: readonly StoredEvent[]): Promise<{ bytes: ArrayBuffer; sha256: string }> {
  const text = events.map((event) => `${JSON.stringify(event)}\n`).join("");
  return { bytes: await through(new Blob([text]), new CompressionStream("gzip")), sha256: await sha256Hex(text) };
}

/**
 * The events of a segment, by rising position. Throws when the object is missing or not what was written: history that cannot be
 * read must not look like history that did not happen.
 */
export async function readSegment(bucket: ArchiveBucket, segment: Segment): Promise<StoredEvent[]> {
  const object = await bucket.get(segment.key);
  if (!object) throw new Error(`the archive lacks ${segment.key}`);
  const text = new TextDecoder().decode(await through(new Blob([await object.arrayBuffer()]), new DecompressionStream("gzip")));
  if ((await sha256Hex(text)) !== segment.sha256) throw new Error(`${segment.key} is not what was archived`);
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => storedEventSchema.parse(JSON.parse(line)));
}

async function through(content: Blob, transform: CompressionStream | DecompressionStream): Promise<ArrayBuffer> {
  return new Response(content.stream().pipeThrough(transform)).arrayBuffer();
}
