/**
 * The two things of a tar file (POSIX.1-1988 ustar) that a download needs: the header of an entry, and what fills its last block. Pure.
 */
const block = 512;
const encoder = new TextEncoder();

/** `time`: epoch milliseconds. Names have at most 100 ASCII characters. */
export function tarHeader({ name, bytes, time }: { name: string; bytes: number; time: number }): Uint8Array {
  const header = new Uint8Array(block);
  const put = (at: number, text: string) => header.set(encoder.encode(text), at);
  const octal = (at: number, length: number, value: number) => put(at, `${value.toString(8).padStart(length - 1, "0")}\0`);
  put(0, name);
  octal(100, 8, 0o600);
  octal(108, 8, 0);
  octal(116, 8, 0);
  octal(124, 12, bytes);
  octal(136, 12, Math.floor(time / 1000));
  put(148, " ".repeat(8));
  put(156, "0");
  put(257, "ustar\x0000");
  const sum = header.reduce((total, byte) => total + byte, 0);
  put(148, `${sum.toString(8).padStart(6, "0")}\0 `);
  return header;
}

/** Zeros from the end of an entry to the end of its block. */
export function tarPadding(bytes: number): Uint8Array {
  return new Uint8Array((block - (bytes % block)) % block);
}

/** Two empty blocks end the file. */
export const tarEnd = new Uint8Array(2 * block);
