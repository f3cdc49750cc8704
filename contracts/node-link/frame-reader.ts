/** From bytes, cut anywhere, back to frames. */
import { err, ok, type Result } from "../result.ts";
import { frameHeaderBytes, kindOf, maxPayloadBytes, type Frame } from "./frames.ts";

export class FrameReader {
  /** Pieces of a frame that is not complete yet, in order. */
  #pieces: Uint8Array[] = [];
  #held = 0;

  /** True when the last frame is complete. */
  get empty(): boolean {
    return this.#held === 0;
  }

  /**
   * The frames that `bytes` complete, in order; their payloads are copies. `invalid_input` for what is no frame: nothing can be read
   * after that, since nobody knows where the next one begins.
   */
  push(bytes: Uint8Array): Result<Frame[]> {
    this.#pieces.push(bytes);
    this.#held += bytes.length;
    const frames: Frame[] = [];
    while (this.#held >= frameHeaderBytes) {
      const header = this.#peekHeader();
      const length = header.getUint32(0);
      const kind = kindOf(header.getUint8(4));
      if (kind === undefined) return err("invalid_input", `There is no frame of the kind ${header.getUint8(4)}.`);
      if (length > maxPayloadBytes) return err("invalid_input", `A frame says to have ${length} bytes, more than ${maxPayloadBytes}.`);
      if (this.#held < frameHeaderBytes + length) break;
      this.#take(frameHeaderBytes);
      frames.push({ kind, stream: header.getUint32(5), payload: this.#take(length) });
    }
    return ok(frames);
  }

  #peekHeader(): DataView {
    const first = this.#pieces[0] ?? new Uint8Array(0);
    if (first.length >= frameHeaderBytes) return new DataView(first.buffer, first.byteOffset, frameHeaderBytes);
    const header = this.#take(frameHeaderBytes);
    this.#pieces.unshift(header);
    this.#held += header.length;
    return new DataView(header.buffer);
  }

  /** The next `length` bytes, which are there. */
  #take(length: number): Uint8Array<ArrayBuffer> {
    const taken = new Uint8Array(length);
    let at = 0;
    while (at < length) {
      const piece = this.#pieces.shift() ?? new Uint8Array(0);
      const part = piece.subarray(0, length - at);
      taken.set(part, at);
      at += part.length;
      if (part.length < piece.length) this.#pieces.unshift(piece.subarray(part.length));
    }
    this.#held -= length;
    return taken;
  }
}
