/** Which of all people are meant: one byte a person, since sets of a hundred thousand numbers are slow to hold against each other. */

export type Flags = Uint8Array;

export function flagged(people: Iterable<number>, count: number): Flags {
  const flags = new Uint8Array(count);
  for (const person of people) flags[person] = 1;
  return flags;
}

/** Those in any of them. */
export function either(some: readonly Flags[], count: number): Flags {
  const all = new Uint8Array(count);
  for (const flags of some) for (let person = 0; person < count; person++) if (flags[person] === 1) all[person] = 1;
  return all;
}

export function both(one: Flags, other: Flags): Flags {
  return one.map((flag, person) => flag & (other[person] ?? 0));
}

export function sizeOf(flags: Flags): number {
  let size = 0;
  for (const flag of flags) size += flag;
  return size;
}
