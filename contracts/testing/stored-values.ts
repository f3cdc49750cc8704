/** Every kind of value that a column of SQLite can hold, as literals of SQL, for tests of what carries rows about. */
import * as fc from "fast-check";

/** A table with a column for each affinity. */
export const oddities = {
  columns: ["id", "organisation", "texts", "integers", "reals", "numerics", "bytes", "anything"],
  definition: `(id INTEGER PRIMARY KEY, organisation TEXT, texts TEXT, integers INTEGER, reals REAL, numerics NUMERIC, bytes BLOB, anything)`,
};

const hex = (bytes: Uint8Array) => `x'${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}'`;
const textOf = (bytes: Uint8Array) => `CAST(${hex(bytes)} AS TEXT)`;
const encoded = (text: string) => textOf(new TextEncoder().encode(text));

/** Those that something has been known to bend. */
export const knownOddities: readonly string[] = [
  "NULL",
  "0",
  "-1",
  "9007199254740991",
  "9007199254740993",
  "-9007199254740993",
  "9223372036854775807",
  "-9223372036854775807 - 1",
  "5.0",
  "0.1",
  "1e300",
  "4.9e-324",
  "1.7976931348623157e308",
  "9e999",
  "-9e999",
  "-0.0",
  "''",
  "'5'",
  "'5.0'",
  "'it''s'",
  "char(0)",
  "'before' || char(0) || 'after'",
  "char(65533)",
  encoded("é 漢 😀 \u2028 \u0001"),
  // No UTF-8: a lone byte, one half of a surrogate pair, a sequence that is too long for what it says.
  "CAST(x'ff' AS TEXT)",
  "CAST(x'61eda08062' AS TEXT)",
  "CAST(x'c080' AS TEXT)",
  "x''",
  "x'00ff00'",
  "x'61'",
];

const storedLiteral = fc.oneof(
  fc.constantFrom(...knownOddities),
  fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n }).map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => `CAST('${value}' AS REAL)`),
  fc.string({ unit: "binary", maxLength: 40 }).map(encoded),
  fc.uint8Array({ maxLength: 40 }).map(textOf),
  fc.uint8Array({ maxLength: 40 }).map(hex),
);

/** Rows of `oddities` after `id` and `organisation`: a literal for each further column. */
export const oddRows = fc.array(fc.tuple(storedLiteral, storedLiteral, storedLiteral, storedLiteral, storedLiteral, storedLiteral), {
  minLength: 1,
  maxLength: 40,
});

/** Every known oddity in every column. */
export const knownRows: readonly string[][] = knownOddities.map((literal) => Array.from({ length: 6 }, () => literal));

export function insertOddRow(row: readonly string[], index: number): string {
  return `INSERT INTO oddities VALUES (${[index + 1, "'org_1'", ...row].join(", ")})`;
}

/** Reads the ids of rows in which `original` and `copy` differ in type or value, bytes and signs of zero included. */
export function differencesOf(original: string, copy: string): string {
  const same = oddities.columns.map(
    (column) => `typeof(a.${column}) = typeof(b.${column}) AND a.${column} IS b.${column}
      AND CAST(a.${column} AS BLOB) IS CAST(b.${column} AS BLOB)`,
  );
  return `SELECT a.id FROM ${original} AS a LEFT JOIN ${copy} AS b ON a.id = b.id WHERE NOT (${same.join(" AND ")})`;
}
