/**
 * How much of a body may be on its way: each direction of a stream begins with a window of bytes, and the receiver grants more as it takes
 * them. So what a slow reader does not take waits at its source, not on the socket that all calls share.
 */

/** Bytes that may be sent before the first grant. */
export const windowBytes = 262_144;

/** The sender's account of one body. */
export class SendCredit {
  #left = windowBytes;
  #closed = false;
  #wake: () => void = () => undefined;

  /** Resolves with how many bytes may be sent now, at most `wanted` (at least 1), as soon as there are any; with 0 once closed. */
  async take(wanted: number): Promise<number> {
    while (!this.#closed && this.#left === 0) await new Promise<void>((resolve) => (this.#wake = resolve));
    if (this.#closed) return 0;
    const taken = Math.min(wanted, this.#left);
    this.#left -= taken;
    return taken;
  }

  grant(bytes: number): void {
    this.#left += bytes;
    this.#wake();
  }

  /** Nothing more will be sent. */
  close(): void {
    this.#closed = true;
    this.#wake();
  }
}

/** The receiver's account of one body. */
export class ReceiveCredit {
  /** Bytes that the other may still send. */
  #open = windowBytes;
  /** Bytes taken and not granted again yet. */
  #taken = 0;

  /** False when the other sent more than it may. */
  arrived(bytes: number): boolean {
    this.#open -= bytes;
    return this.#open >= 0;
  }

  /** `bytes` were taken: how many to grant now. A grant for every piece would cost a frame each, so half a window is saved up. */
  taken(bytes: number): number {
    this.#taken += bytes;
    if (this.#taken < windowBytes / 2) return 0;
    const granted = this.#taken;
    this.#taken = 0;
    this.#open += granted;
    return granted;
  }
}
