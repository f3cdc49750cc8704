/** How the text of a mail travels: base64, quoted-printable, character sets. Bytes are strings in the range of Latin-1. */
import { damage, latinOrUtf8 } from "../damaged-text.ts";

/** What is not of the alphabet is passed over, padding may end several pieces, and what breaks off is decoded as far as it goes. */
export function fromBase64(content: string): string {
  return content
    .replaceAll(/[^A-Za-z0-9+/=]/g, "")
    .split(/=+/)
    .map((piece) => atob(piece.length % 4 === 1 ? piece.slice(0, -1) : piece))
    .join("");
}

/** RFC 2045, 6.7. An equals sign that begins no code stands for itself. */
export function fromQuotedPrintable(content: string): string {
  return content
    .replaceAll(/[ \t]+$/gm, "")
    .replaceAll(/=\r?\n/g, "")
    .replaceAll(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/**
 * Bytes in the named character set as text. What is called UTF-8 or ASCII, or by a name that nobody knows, is read as UTF-8 if it is that
 * and else as windows-1252. What is none of these has a mark of `damage` in its place.
 */
export function decodeCharset(bytes: string, charset: string): string {
  const buffer = new Uint8Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) buffer[i] = bytes.charCodeAt(i);
  const name = charset.trim().toLowerCase();
  if (!["", "utf-8", "utf8", "us-ascii", "ascii"].includes(name)) {
    try {
      return new TextDecoder(name).decode(buffer).replaceAll("\ufffd", damage);
    } catch {
      // not a name that the runtime knows
    }
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(buffer);
  } catch {
    return latinOrUtf8(buffer);
  }
}
