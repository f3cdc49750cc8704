/** A value that a schema of the API's description allows: the plainest one. */
import type { Schema as Constraints } from "../security/fuzz/arbitrary.ts";

export type Schema = Constraints;
export type Schemas = Readonly<Record<string, Schema>>;

const usual: Readonly<Record<string, string>> = { email: "ada@looms.example", name: "Ada", organisationName: "Looms" };
const moment = "2026-11-02T09:30:00.000Z";

/** Throws on a reference that leads nowhere. */
export function sampleOf(schema: Schema, schemas: Schemas, name = "text"): unknown {
  const of = (inner: Schema, inside = name) => sampleOf(inner, schemas, inside);
  if (schema.$ref !== undefined) {
    const target = schemas[schema.$ref.split("/").at(-1) ?? ""];
    if (!target) throw new Error(`${schema.$ref} leads nowhere`);
    return of(target);
  }
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const choice = (schema.anyOf ?? schema.oneOf)?.[0];
  if (choice) return of(choice);
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => of(part) as object)) as unknown;
  const [type] = [schema.type ?? (schema.properties ? "object" : "string")].flat();
  if (type === "object") {
    const required = Object.entries(schema.properties ?? {}).filter(([key]) => schema.required?.includes(key));
    return Object.fromEntries(required.map(([key, field]) => [key, of(field, key)]));
  }
  if (type === "array") return Array.from({ length: Math.max(1, schema.minItems ?? 0) }, () => of(schema.items ?? {}));
  if (type === "integer" || type === "number")
    return schema.minimum ?? (schema.exclusiveMinimum === undefined ? 0 : schema.exclusiveMinimum + 1);
  if (type === "boolean") return true;
  if (type === "null") return null;
  return textOf(schema, name);
}

function textOf({ format, pattern, minLength = 0 }: Schema, name: string): string {
  if (format === "date-time") return moment;
  if (format === "date") return moment.slice(0, 10);
  if (format === "uri") return "https://paissive.example/";
  if (format === "email") return "ada@looms.example";
  const [, named = "", digits] = /^\^(\w*?)\[0-9a-f\]\{(\d+)\}\$$/.exec(pattern ?? "") ?? [];
  if (digits !== undefined) return `${named}${"0123456789abcdef".repeat(4).slice(0, Number(digits))}`;
  const prefix = /^\^\(?\??:?(\w+_)/.exec(pattern ?? "")?.[1];
  if (prefix !== undefined) return `${prefix}01kbc6x0a7h2w5r8t1v4y7b0d3`;
  return (usual[name] ?? name).padEnd(minLength, "x");
}
