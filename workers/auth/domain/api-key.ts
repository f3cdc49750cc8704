/** The text of an API key: `pai_live_<id>_<secret>_<crc>`. The checksum lets typos and scanners be told apart from keys without a read. */
import { apiKeyPrefix } from "../../../contracts/services/auth.ts";
import { newId, type Sources } from "../../../contracts/ids.ts";

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
const shape = /^pai_live_([0-9a-z]{26})_[0-9a-z]{52}_([0-9a-f]{8})$/;

export interface NewKey {
  /** Its id, `key_…`. */
  id: string;
  /** The credential. */
  key: string;
}

/** A new key with 256 bits of secret (52 characters of 5 bits; 260 are drawn). */
export function newKey(sources: Sources): NewKey {
  const id = newId("apiKey", sources);
  let secret = "";
  for (const byte of sources.randomBytes(52)) secret += alphabet.charAt(byte & 31);
  const body = `${apiKeyPrefix}${id.slice("key_".length)}_${secret}`;
  return { id, key: `${body}_${checksum(body)}` };
}

/** The id within `key`; undefined when its shape or checksum is wrong. */
export function idOfKey(key: string): string | undefined {
  const [, id, sum] = shape.exec(key) ?? [];
  return id !== undefined && sum === checksum(key.slice(0, key.lastIndexOf("_"))) ? `key_${id}` : undefined;
}

/** CRC-32 (ISO-HDLC, the one of zip and PNG) of ASCII text, eight hexadecimal digits. */
export function checksum(text: string): string {
  let crc = 0xffffffff;
  for (let i = 0; i < text.length; i++) {
    crc ^= text.charCodeAt(i);
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ((crc ^ 0xffffffff) >>> 0).toString(16).padStart(8, "0");
}
