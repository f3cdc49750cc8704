/** Texts of a parameter that its schema does not allow. */
import * as fc from "fast-check";
import { resolved, type Schema, type Schemas } from "./arbitrary.ts";

/** Undefined where any text that can stand in a URL will do. */
export function misfit(schemas: Schemas): (schema: Schema) => fc.Arbitrary<string> | undefined {
  return (schema) => {
    const own = schema.$ref === undefined ? schema : resolved(schema.$ref, schemas);
    if (own.enum) return words.filter((word) => !own.enum?.includes(word));
    if (own.type === "integer" || own.type === "number") return fc.oneof(words, beyond(own));
    if (own.format === "date" || own.format === "date-time") return words;
    if (own.type === "string" && own.maxLength !== undefined) {
      const most = own.maxLength;
      return fc.integer({ min: 1, max: 200 }).map((more) => "x".repeat(most + more));
    }
    return undefined;
  };
}

const words = fc.stringMatching(/^[a-z]{3,12}$/).filter((word) => !["true", "false", "null", "infinity"].includes(word));

function beyond({ minimum, maximum }: Schema): fc.Arbitrary<string> {
  const ways = [
    ...(minimum === undefined ? [] : [fc.integer({ min: 1, max: 1_000 }).map((less) => String(minimum - less))]),
    ...(maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER
      ? []
      : [fc.integer({ min: 1, max: 1_000 }).map((more) => String(maximum + more))]),
  ];
  return ways.length === 0 ? words : fc.oneof(...ways);
}
