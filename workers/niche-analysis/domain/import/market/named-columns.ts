/** Which column of a table is what, by names that people and tools give them. */
import { withoutHidden } from "../cleaning.ts";

/** A name in lower case with single spaces, without punctuation. */
export function plainName(name: string): string {
  return name
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .replaceAll(/[^\p{L}\p{N}#%]+/gu, " ")
    .trim()
    .toLowerCase();
}

/** Names of each role, plain, in the order in which they are believed. */
export type Synonyms<Role extends string> = Readonly<Record<Role, readonly string[]>>;

/** Characters of a cell that are looked at. */
export const longestCell = 1_000;

/** What a cell says: without characters that show as nothing or turn the text around, on one line. */
export function cellText(cell: string | undefined): string {
  return withoutHidden((cell ?? "").slice(0, longestCell));
}

/** For each role the index of its column; a column has one role at most, the earlier roles choose first. */
export function columnsOf<Role extends string>(columns: readonly string[], synonyms: Synonyms<Role>): Map<Role, number> {
  const names = columns.map(plainName);
  const taken = new Set<number>();
  const found = new Map<Role, number>();
  for (const role of Object.keys(synonyms) as Role[]) {
    const at = synonyms[role].map((synonym) => names.findIndex((name, i) => name === synonym && !taken.has(i))).find((i) => i >= 0);
    if (at === undefined) continue;
    taken.add(at);
    found.set(role, at);
  }
  return found;
}

/** What a report says of it: role → the column's own name. */
export function usedColumns(columns: readonly string[], found: ReadonlyMap<string, number>): Record<string, string> {
  return Object.fromEntries([...found].map(([role, at]) => [role, (columns[at] ?? "").slice(0, 200)]));
}
