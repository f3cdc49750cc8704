/** The types of the catalogue by the thing they speak of. Pure. */

export interface TypeGroup {
  /** `niche` of `niche.created`. */
  noun: string;
  types: readonly string[];
}

/** Groups and types in alphabetical order. */
export function typeGroups(types: readonly string[]): TypeGroup[] {
  const groups = new Map<string, string[]>();
  for (const type of types.toSorted()) {
    const noun = type.split(".")[0] ?? type;
    groups.set(noun, [...(groups.get(noun) ?? []), type]);
  }
  return [...groups].map(([noun, members]) => ({ noun, types: members }));
}
