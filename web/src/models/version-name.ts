/** Versions are digests of 64 letters: their first twelve say which, as a commit's do. */

const shown = 12;

export function shortVersion(version: string): string {
  return /^[0-9a-f]{40,}$/.test(version) ? version.slice(0, shown) : version;
}

/** `versionName({name: "minilm", version: "b0339d…"})` → "minilm@b0339da695db" */
export function versionName({ name, version }: { name: string; version: string }): string {
  return `${name}@${shortVersion(version)}`;
}
