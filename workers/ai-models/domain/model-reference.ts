/** How a caller names a model: `default-embedding`, `all-minilm-l6-v2` or `all-minilm-l6-v2@<version>`. */

export interface ModelReference {
  name: string;
  /** Absent: whatever the alias or the newest version is. */
  version?: string;
}

export function readModelReference(text: string): ModelReference {
  const at = text.indexOf("@");
  return at < 0 ? { name: text } : { name: text.slice(0, at), version: text.slice(at + 1) };
}

export function writeModelReference({ name, version }: { name: string; version: string }): string {
  return `${name}@${version}`;
}
