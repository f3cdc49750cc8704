/** Fields of a record, nested ones by a path with dots, as the text that a cell would have. */

export type Fields = Readonly<Record<string, unknown>>;

/** Objects within objects are followed this far. */
const maxDepth = 3;

/** Strings as they are, numbers and booleans spelt out; what is missing or anything else is empty. */
export function cellAt(fields: Fields, path: string): string {
  return asCell(valueAt(fields, path));
}

/** The value at `path`: a field of that very name, else the fields within fields that the dots name. */
export function valueAt(fields: Fields, path: string): unknown {
  if (Object.hasOwn(fields, path)) return fields[path];
  let value: unknown = fields;
  for (const name of path.split(".")) {
    if (!isFields(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
}

/** Paths to all values that are no objects; lists count as values. */
export function pathsOf(fields: Fields, depth = 1): string[] {
  return Object.entries(fields).flatMap(([name, value]) =>
    isFields(value) && depth < maxDepth ? pathsOf(value, depth + 1).map((path) => `${name}.${path}`) : [name],
  );
}

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function asCell(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}
