/** Versions of one model are models of their own to lanes, schedulers and the pool: `name@version`. */
export function keyOf({ name, version }: { name: string; version: string }): string {
  return `${name}@${version}`;
}
