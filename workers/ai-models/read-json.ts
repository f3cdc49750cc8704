/** JSON from bytes that anyone may have sent. */

/** The value, or undefined when `bytes` is not JSON in valid UTF-8. */
export function readJson(bytes: Uint8Array | ArrayBuffer): unknown {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes));
    return value;
  } catch {
    return undefined;
  }
}
