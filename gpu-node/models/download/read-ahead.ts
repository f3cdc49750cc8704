/**
 * Reads a stream ahead of its consumer, within bounds. When a connection breaks, everything that arrived before is still given out, and the
 * break comes after it: a web stream that fails drops what waits in it.
 */

/** Bytes that may wait for the consumer. */
const mostWaiting = 4 * 2 ** 20;

/** Begins to read at once. The pieces in their order, then the stream's end or its error. */
export function readAhead(stream: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const waiting: Uint8Array[] = [];
  /** Bytes that wait, and whether the consumer has left. */
  const state = { bytes: 0, left: false };
  let over: { cause?: unknown } | undefined;
  let wake: () => void = () => undefined;
  const change = () => new Promise<void>((resolve) => (wake = resolve));
  const read = async () => {
    for await (const piece of stream) {
      if (state.left) return;
      waiting.push(piece);
      state.bytes += piece.length;
      wake();
      while (state.bytes >= mostWaiting && !state.left) await change();
    }
  };
  void read().then(
    () => ((over = {}), wake()),
    (cause: unknown) => ((over = { cause }), wake()),
  );
  return (async function* () {
    try {
      for (;;) {
        const piece = waiting.shift();
        if (piece) {
          state.bytes -= piece.length;
          wake();
          yield piece;
        } else if (over && "cause" in over) throw over.cause;
        else if (over) return;
        else await change();
      }
    } finally {
      state.left = true;
      wake();
    }
  })();
}
