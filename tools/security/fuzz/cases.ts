/** The requests of one operation that are drawn from its description: as many different ones as are wanted, or as there are. */
import * as fc from "fast-check";
import type { Operation } from "../operations.ts";
import { slotsOf } from "../slots.ts";
import type { Sent } from "../wire.ts";
import { arbitraryOf, resolved, spoiled, type Schema, type Schemas } from "./arbitrary.ts";
import type { Answers } from "./contract.ts";
import { files, type File } from "./files.ts";
import { misfit } from "./misfit.ts";

export interface Described {
  parameters?: { name: string; in: string; required?: boolean; schema?: Schema }[];
  requestBody?: { required?: boolean; content: Record<string, { schema?: Schema }> };
  responses: Answers;
}

/**
 * `valid`: as the description has it. `spoiled`: one thing wrong in the body or a parameter. `hostile`: a file that may be anything.
 * `without a header`: one that is demanded left out.
 */
export interface Case {
  what: "valid" | "spoiled" | "hostile" | "without a header" | "without credential" | "another method";
  sent: Sent;
}

export interface Drawing {
  operation: Operation;
  described: Described;
  schemas: Schemas;
  /** A request of it that the service would carry out. */
  example: Sent;
  /** Methods of the path that belong to another operation or cannot be told from one. */
  known: readonly string[];
  cases: number;
  seed: number;
}

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];
/** Shares of what is wrong; the rest is valid. */
const shares = { body: 0.25, parameters: 0.1, hostile: 0.1 };
/** A draw that brings nothing new so often in a row has nothing more. */
const mostRounds = 6;

/** Different requests, `cases` of them where there are so many. */
export function casesOf(drawing: Drawing): Case[] {
  const { operation, described, schemas, example, known, cases, seed } = drawing;
  const content = described.requestBody?.content;
  const schema = content?.["application/x-ndjson"] ? undefined : content?.["application/json"]?.schema;
  const share = (part: number) => Math.max(1, Math.round(cases * part));
  const others = methods
    .filter((method) => !known.includes(method))
    // In a short run one of them.
    .slice(0, cases < 20 ? 1 : methods.length)
    .map((method): Case => ({ what: "another method", sent: { method, path: example.path } }));
  const fixed: Case[] = [{ what: "without credential", sent: example }, ...others, ...withoutHeaders(described, example)];

  const wrong = schema && spoiled(schema, schemas);
  const bodies = wrong ? distinct(wrong, share(shares.body), seed, (body): Sent => ({ ...example, ...json(body, example) })) : [];
  const misfits = parametersThat(described, example, operation, misfit(schemas));
  const queries = misfits ? distinct(misfits, share(shares.parameters), seed, (sent) => sent) : [];
  const anything = content?.["application/x-ndjson"]
    ? distinct(files.hostile, share(shares.hostile), seed, (file): Sent => ({ ...example, ...sentAs(file) }))
    : [];
  const refused: Case[] = [
    ...[...bodies, ...queries].map((sent): Case => ({ what: "spoiled", sent })),
    ...anything.map((sent): Case => ({ what: "hostile", sent })),
  ];
  const wanted = Math.max(1, cases - fixed.length - refused.length);
  const valid = distinct(validRequests(drawing, schema), wanted, seed, (sent) => sent).map((sent): Case => ({ what: "valid", sent }));
  return [...valid, ...refused, ...fixed];
}

function validRequests({ operation, described, schemas, example }: Drawing, schema: Schema | undefined): fc.Arbitrary<Sent> {
  const target = requestTargets(operation, described, schemas, example);
  const uploaded = described.requestBody?.content["application/x-ndjson"] ? files.valid.map(sentAs) : undefined;
  const bodySchema = schema?.$ref === undefined ? (schema ?? {}) : resolved(schema.$ref, schemas);
  const drawn = schema && fc.tuple(arbitraryOf(schema, schemas), fc.double({ min: 0, max: 1, noNaN: true }));
  const body: fc.Arbitrary<Partial<Sent>> =
    uploaded ??
    drawn?.map(([value, chance]) => {
      if (chance < partOfExample) return json(varied(value, bodySchema, example), example);
      return json(chance < partOfOwn ? withOwn(value, operation, example) : value, example);
    }) ??
    fc.constant({});
  return fc
    .tuple(target, body)
    .map(([at, said]) => ({ ...example, ...said, path: at.path, headers: { ...example.headers, ...said.headers, ...at.headers } }));
}

/** Bodies of the example with one field of what was drawn: so much stands in it that a wholly drawn one seldom means anything. */
const partOfExample = 0.35;

function varied(value: unknown, { properties }: Schema, example: Sent): unknown {
  const own = JSON.parse(String(example.body)) as unknown;
  if (!properties || typeof own !== "object" || typeof value !== "object" || own === null || value === null) return value;
  const names = Object.keys(value);
  const name = names[JSON.stringify(value).length % Math.max(1, names.length)];
  return name === undefined ? own : { ...own, [name]: (value as Record<string, unknown>)[name] };
}

/** Bodies that name what there is; the others name what nobody has. */
const partOfOwn = 0.7;

/** `value` with the ids of the example, wherever it names something of an organisation. */
function withOwn(value: unknown, operation: Operation, example: Sent): unknown {
  const own = JSON.parse(String(example.body)) as unknown;
  for (const { name, in: place } of slotsOf(operation)) {
    const path = name.split(".");
    const id = path.reduce<unknown>((part, key) => (part as Record<string, unknown> | undefined)?.[key], own);
    const holder = path.slice(0, -1).reduce<unknown>((part, key) => (part as Record<string, unknown> | undefined)?.[key], value);
    if (place === "body" && typeof id === "string" && typeof holder === "object" && holder !== null)
      Object.assign(holder, { [path.at(-1) ?? ""]: id });
  }
  return value;
}

function json(value: unknown, example: Sent): Pick<Sent, "body" | "headers"> {
  return { body: JSON.stringify(value), headers: { ...example.headers, "content-type": "application/json" } };
}

function sentAs({ type, bytes }: File): Pick<Sent, "body" | "headers"> {
  return { body: bytes, headers: { "content-type": type } };
}

/** One of the demanded headers left out of the example at a time. What can answer 428 demands `If-Match`, or what can stand in its place. */
function withoutHeaders({ parameters = [], responses }: Described, example: Sent): Case[] {
  const wanted = "428" in responses ? ["if-match"] : [];
  const demanded = parameters.filter((one) => one.in === "header" && (one.required || wanted.includes(one.name.toLowerCase())));
  return demanded.map(({ name }) => {
    const headers = Object.fromEntries(
      Object.entries(example.headers ?? {}).filter(([other]) => other.toLowerCase() !== name.toLowerCase()),
    );
    return { what: "without a header", sent: { ...example, headers } };
  });
}

/** Values of `arbitrary` until `count` different requests are made of them, or nothing new comes. The same seed gives the same. */
function distinct<T>(arbitrary: fc.Arbitrary<T>, count: number, seed: number, requestOf: (value: T) => Sent): Sent[] {
  const found = new Map<string, Sent>();
  for (let round = 0, idle = 0; found.size < count && idle < mostRounds; round++) {
    const before = found.size;
    for (const value of fc.sample(arbitrary, { seed: seed + round, numRuns: count })) {
      const sent = requestOf(value);
      if (found.size < count) found.set(nameOf(sent), sent);
    }
    idle = found.size === before ? idle + 1 : 0;
  }
  return [...found.values()];
}

/** What makes a request another one. */
export function nameOf({ method, path, headers = {}, body }: Sent): string {
  const written = typeof body === "string" ? body : Buffer.from(body ?? []).toString("base64");
  return JSON.stringify([method, path, Object.entries(headers).toSorted(), written]);
}

/** Parameters that are valid only as an answer gave them out; others are tried in `attacks`. */
const givenOut = new Set(["cursor"]);

interface Target {
  path: string;
  headers: Record<string, string>;
}

/** The example's path, or one with drawn parts; with drawn query parameters and headers. */
function requestTargets(operation: Operation, { parameters = [] }: Described, schemas: Schemas, example: Sent): fc.Arbitrary<Target> {
  const { id, path } = operation;
  const of = (place: string) => parameters.filter((one) => one.in === place);
  const text = (schema: Schema | undefined) =>
    arbitraryOf(schema ?? { type: "string" }, schemas)
      .filter((value) => value !== null)
      .map((value) => String(value));
  const parts = fc.record(
    Object.fromEntries(of("path").map(({ name, schema }) => [name, absentId(operation, name, example) ?? text(schema)])),
  );
  const drawn = parts.map((chosen) => path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeSafely(chosen[name] ?? "")));
  const required = of("query").filter((one) => one.required);
  const asked = of("query").filter(({ name }) => !givenOut.has(name));
  // Half of them with what is demanded alone: some exclude each other by what they mean.
  const least = fc.record(Object.fromEntries(required.map(({ name, schema }) => [name, text(schema)])));
  const more = fc.record(Object.fromEntries(asked.map(({ name, schema }) => [name, text(schema)])), {
    requiredKeys: required.map(({ name }) => name) as never[],
  });
  const query = fc.oneof(least, more);
  const known = of("header").filter(({ name }) => headerValues[name.toLowerCase()]);
  const headers = fc.record(
    Object.fromEntries(known.map(({ name }) => [name.toLowerCase(), headerValues[name.toLowerCase()]?.(id)])) as Record<
      string,
      fc.Arbitrary<string>
    >,
    {
      requiredKeys: known.filter((one) => one.required).map(({ name }) => name.toLowerCase()) as never[],
    },
  );
  const [own = ""] = example.path.split("?");
  const paths = fc.oneof({ weight: 3, arbitrary: fc.constant(own) }, { weight: 1, arbitrary: drawn });
  return fc.tuple(paths, query, headers).map(([chosen, search, said]) => ({
    path: withQuery(chosen, search as Record<string, string>),
    headers: said as Record<string, string>,
  }));
}

/** An id of the kind that stands in this place of the example: the schema of a path says only that it is a text. */
function absentId({ path }: Operation, name: string, example: Sent): fc.Arbitrary<string> | undefined {
  const own = example.path.split("?")[0]?.split("/")[path.split("/").indexOf(`{${name}}`)] ?? "";
  const prefix = /^([a-z]{3})_[0-9a-z]{10,40}$/.exec(own)?.[1];
  return prefix === undefined ? undefined : fc.stringMatching(new RegExp(`^${prefix}_[0-9a-z]{26}$`));
}

/** Keys are an operation's own: services know a command by its key, whatever operation it came through. */
const headerValues: Readonly<Record<string, (operation: string) => fc.Arbitrary<string>>> = {
  "idempotency-key": (operation) => fc.stringMatching(/^[!-~]{1,40}$/).map((key) => `${operation}-${key}`),
  "if-match": () => fc.constantFrom("*", "*", "*", '"v0"', '"v7"'),
  "if-none-match": () => fc.constant("*"),
};

function withQuery(path: string, search: Readonly<Record<string, string>>): string {
  const written = Object.entries(search).map(([name, value]) => `${name}=${encodeSafely(value)}`);
  return written.length === 0 ? path : `${path}?${written.join("&")}`;
}

/** The example with one parameter that does not fit its schema; undefined where any text does. */
function parametersThat(
  { parameters = [] }: Described,
  example: Sent,
  { path }: Operation,
  wrongOf: (schema: Schema) => fc.Arbitrary<string> | undefined,
): fc.Arbitrary<Sent> | undefined {
  const [own = "", search = ""] = example.path.split("?");
  const ways = parameters.flatMap(({ name, in: place, schema }) => {
    const wrong = place === "header" || !schema ? undefined : wrongOf(schema);
    if (!wrong) return [];
    return wrong.map((value): Sent => {
      if (place === "query")
        return { ...example, path: withQuery(own, { ...Object.fromEntries(new URLSearchParams(search)), [name]: value }) };
      const segments = path.split("/");
      const actual = own.split("/");
      const at = segments.indexOf(`{${name}}`);
      return {
        ...example,
        path: `${actual.map((part, index) => (index === at ? encodeSafely(value) : part)).join("/")}${search === "" ? "" : `?${search}`}`,
      };
    });
  });
  return ways.length === 0 ? undefined : fc.oneof(...ways);
}

/** Lone surrogates cannot be written in a URL. An empty part would be another path. */
function encodeSafely(value: string): string {
  const encoded = encodeURIComponent(value.replaceAll(/[\ud800-\udfff]/g, "x"));
  return encoded === "" || encoded === "." || encoded === ".." ? "x" : encoded;
}
