/**
 * SHA-256, synchronous and incremental: a row's id is needed in the middle of a stream, and a file's digest without holding the file. Web Crypto
 * can do neither; `node:crypto` is there in Workers too.
 */
import { createHash } from "node:crypto";

const encoder = new TextEncoder();

export class Sha256 {
  readonly #hash = createHash("sha256");

  update(bytes: Uint8Array): this {
    this.#hash.update(bytes);
    return this;
  }

  /** Lower-case hexadecimal. Call once, at the end. */
  hex(): string {
    return this.#hash.digest("hex");
  }
}

/** SHA-256 of text in UTF-8 as lower-case hexadecimal. */
export function sha256(text: string): string {
  return createHash("sha256").update(encoder.encode(text)).digest("hex");
}
