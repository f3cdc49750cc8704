/** Who is in a canary: always the same ones, and with a higher percentage the same ones and more. */

/**
 * True when this organisation gets the canary `version` of `alias`. Whole organisations, not single keys or calls: vectors of two versions
 * cannot be compared, so an organisation must not get both. `percent` is met in hundredths.
 */
export function isInCanary(alias: string, version: string, organisation: string, percent: number): boolean {
  return hash(`${alias}\n${version}\n${organisation}`) % 10_000 < percent * 100;
}

/** FNV-1a (Fowler, Noll, Vo 1991) of UTF-16 units, then the finaliser of MurmurHash3 (Appleby 2011), which spreads what texts have in common. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
