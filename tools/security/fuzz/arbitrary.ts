/** Values that a JSON Schema of the API's description allows, drawn at random; and values that it does not. */
import * as fc from "fast-check";
import type { Arbitrary } from "fast-check";

/** The part of JSON Schema 2020-12 that the description uses. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
}
/** The schemas that references name. */
export type Schemas = Readonly<Record<string, Schema>>;

/** Lists and texts are kept short: what breaks on long ones is tried elsewhere (`attacks`). */
const longest = { items: 4, text: 60 };
const day = 86_400_000;

/** Values that are valid. Throws on a reference that leads nowhere. */
export function arbitraryOf(schema: Schema, schemas: Schemas, depth = 0): Arbitrary<unknown> {
  const of = (inner: Schema) => arbitraryOf(inner, schemas, depth + 1);
  if (schema.$ref !== undefined) return arbitraryOf(resolved(schema.$ref, schemas), schemas, depth);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map(of));
  if (schema.allOf) return fc.tuple(...schema.allOf.map(of)).map((parts) => Object.assign({}, ...parts) as unknown);
  const types = [schema.type ?? (schema.properties ? "object" : "string")].flat();
  return fc.oneof(...types.map((type) => ofType(type, schema, of, depth)));
}

function ofType(type: string, schema: Schema, of: (inner: Schema) => Arbitrary<unknown>, depth: number): Arbitrary<unknown> {
  switch (type) {
    case "object":
      return objects(schema, of, depth);
    case "array": {
      const minLength = schema.minItems ?? 0;
      const maxLength = Math.max(minLength, Math.min(schema.maxItems ?? longest.items, depth > 4 ? 1 : longest.items));
      return fc.array(of(schema.items ?? {}), { minLength, maxLength });
    }
    case "integer":
      return fc.integer(bounds(schema, Number.EPSILON, 1));
    case "number":
      return fc.double({ ...bounds(schema, 1e-6, 0), noNaN: true, noDefaultInfinity: true });
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    default:
      return texts(schema);
  }
}

function objects(
  { properties = {}, required = [], additionalProperties }: Schema,
  of: (inner: Schema) => Arbitrary<unknown>,
  depth: number,
) {
  const fields = Object.entries(properties).filter(([name]) => required.includes(name) || depth < 5);
  const known = fc.record(Object.fromEntries(fields.map(([name, schema]) => [name, of(schema)])), { requiredKeys: required as never[] });
  if (typeof additionalProperties !== "object") return known;
  const more = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), of(additionalProperties), { maxKeys: 3 });
  return fc.tuple(more, known).map(([free, own]) => ({ ...free, ...own }));
}

/** Bounds without beginning or end are those of what people write. */
function bounds({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Schema, step: number, whole: number) {
  const min = minimum ?? (exclusiveMinimum === undefined ? -1_000_000 : exclusiveMinimum + (whole || step));
  const max = maximum ?? (exclusiveMaximum === undefined ? Math.max(min, 1_000_000) : exclusiveMaximum - (whole || step));
  return { min: whole ? Math.ceil(min) : min, max: whole ? Math.floor(max) : max };
}

function texts({ format, pattern, minLength = 0, maxLength }: Schema): Arbitrary<string> {
  if (format === "date-time" || format === "date") {
    const moments = fc.integer({ min: 0, max: 30_000 }).map((days) => new Date(days * day).toISOString());
    return format === "date" ? moments.map((text) => text.slice(0, 10)) : moments;
  }
  if (format === "uri") return fc.webUrl();
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern)).filter((text) => text.length <= (maxLength ?? Infinity));
  const length = { minLength, maxLength: Math.max(minLength, Math.min(maxLength ?? longest.text, longest.text)) };
  const most = maxLength ?? Infinity;
  return fc
    .oneof(fc.string({ ...length, unit: "grapheme" }), fc.string({ ...length, unit: "binary" }), fc.string(length))
    .map((text) => shortened(text, most))
    .filter((text) => text.length >= minLength);
}

/** A grapheme has several characters, and the services count UTF-16 units where JSON Schema counts code points. */
function shortened(text: string, most: number): string {
  let short = "";
  for (const character of text) {
    if (short.length + character.length > most) break;
    short += character;
  }
  return short;
}

/** A valid object with one thing wrong: a required field missing, or one of another type. Undefined where nothing can be wrong. */
export function spoiled(schema: Schema, schemas: Schemas): Arbitrary<unknown> | undefined {
  const target = schema.$ref === undefined ? schema : resolved(schema.$ref, schemas);
  const { properties = {}, required = [] } = target;
  const strict = Object.entries(properties).filter(([, field]) => typeOf(field, schemas) !== undefined);
  const missing = required.map(
    (name) => (value: Record<string, unknown>) => Object.fromEntries(Object.entries(value).filter(([key]) => key !== name)),
  );
  const mistyped = strict.map(([name, field]) => (value: Record<string, unknown>) => ({ ...value, [name]: wrong(typeOf(field, schemas)) }));
  const ways = [...missing, ...mistyped];
  if (ways.length === 0) return undefined;
  return fc.tuple(arbitraryOf(schema, schemas), fc.constantFrom(...ways)).map(([value, way]) => way(value as Record<string, unknown>));
}

/** The one type of a field, undefined where it may have several, or any text will do. */
function typeOf(schema: Schema, schemas: Schemas): string | undefined {
  if (schema.$ref !== undefined) return typeOf(resolved(schema.$ref, schemas), schemas);
  return typeof schema.type === "string" ? schema.type : undefined;
}

function wrong(type: string | undefined): unknown {
  return type === "object" || type === "array" ? 7 : { not: "this" };
}

export function resolved(reference: string, schemas: Schemas): Schema {
  const found = schemas[reference.split("/").at(-1) ?? ""];
  if (!found) throw new Error(`${reference} leads nowhere`);
  return found;
}
