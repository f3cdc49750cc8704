/** A JSON Schema as people write types: `{ name: string (1 to 100), scopes: Scope[] }`. */

export interface Shape {
  $ref?: string;
  type?: string | string[];
  properties?: Record<string, Shape>;
  required?: string[];
  items?: Shape;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Shape[];
  oneOf?: Shape[];
  allOf?: Shape[];
  additionalProperties?: boolean | Shape;
  format?: string;
  description?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
}

/** On one line; references by their names. */
export function typeOf(shape: Shape): string {
  if (shape.$ref !== undefined) return nameOf(shape.$ref);
  if (shape.const !== undefined) return JSON.stringify(shape.const);
  if (shape.enum) return shape.enum.map((value) => JSON.stringify(value)).join(" | ");
  const choices = shape.anyOf ?? shape.oneOf;
  if (choices) return choices.map(typeOf).join(" | ");
  if (shape.allOf) return shape.allOf.map(typeOf).join(" & ");
  if (shape.type === "array") return `${bracketed(typeOf(shape.items ?? {}))}[]`;
  if (shape.properties) return "object";
  if (typeof shape.additionalProperties === "object") return `{ [name]: ${typeOf(shape.additionalProperties)} }`;
  const type = [shape.type ?? "any"].flat().join(" | ");
  return `${shape.format === undefined ? type : `${type}, ${shape.format}`}${bounds(shape)}`;
}

/** The fields of an object, those of its parts included. */
export function fieldsOf(shape: Shape): { name: string; required: boolean; shape: Shape }[] {
  const own = Object.entries(shape.properties ?? {}).map(([name, field]) => ({
    name,
    required: shape.required?.includes(name) ?? false,
    shape: field,
  }));
  return [...(shape.allOf ?? []).flatMap(fieldsOf), ...own];
}

/** The name at the end of a reference. */
export function nameOf(reference: string): string {
  return reference.split("/").at(-1) ?? "";
}

function bracketed(type: string): string {
  return type.includes(" ") ? `(${type})` : type;
}

function bounds({ minLength, maxLength, minimum, maximum }: Shape): string {
  const [from, to] = [minLength ?? minimum, maxLength ?? maximum];
  // The largest safe integer is the bound of whoever stated none.
  const upper = to === Number.MAX_SAFE_INTEGER ? undefined : to;
  if (upper === undefined) return from === undefined || from === -Number.MAX_SAFE_INTEGER ? "" : ` (from ${from})`;
  return from === undefined ? ` (up to ${upper})` : ` (${from} to ${upper})`;
}
