/** What the description says an operation answers, and whether an answer is that. */
import * as z from "zod";
import type { Heard } from "../wire.ts";
import type { Schema, Schemas } from "./arbitrary.ts";

export interface Answer {
  headers?: Record<string, Header | { $ref: string }>;
  content?: Record<string, { schema?: Schema }> | undefined;
}
interface Header {
  required?: boolean;
  schema?: Schema;
}
/** By status. A reference leads to the answers that many operations share. */
export type Answers = Readonly<Record<string, Answer | { $ref: string }>>;

/** Two kinds of answers come from in front of the door: what is no HTTP to the runtime has no description. */
const ofTheRuntime = new Set([400, 431]);

export class Contract {
  readonly #definitions: unknown;
  readonly #shared: Readonly<Record<string, Answer>>;
  readonly #headers: Readonly<Record<string, Header>>;
  readonly #checks = new Map<string, z.ZodType>();

  /** `shared` and `headers`: the answers and the headers that references name. */
  constructor(schemas: Schemas, shared: Readonly<Record<string, Answer>>, headers: Readonly<Record<string, Header>> = {}) {
    this.#headers = headers;
    this.#definitions = local(schemas);
    this.#shared = shared;
  }

  /** What is wrong with the answer of an operation that describes `answers`; undefined when nothing is. */
  fault(operation: string, answers: Answers, { status, headers, text }: Heard): string | undefined {
    const described = this.#resolved(answers[String(status)]);
    const type = headers["content-type"]?.split(";")[0] ?? "";
    if (!described) return ofTheRuntime.has(status) && type === "" ? undefined : `${status} is not described: ${text.slice(0, 160)}`;
    const lacking = this.#headerFault(described, headers);
    if (lacking !== undefined) return `${status}: ${lacking}`;
    const { content } = described;
    if (!content || Object.keys(content).length === 0)
      return text === "" ? undefined : `${status} has a body, and none is described: ${text.slice(0, 100)}`;
    if (!content[type]) return `${status} came as ${type || "nothing"}, described are ${Object.keys(content).join(", ")}`;
    if (!/[/+]json$/.test(type)) return undefined;
    return this.#misshapen(`${operation} ${status} ${type}`, content[type].schema ?? {}, text);
  }

  #resolved(answer: Answers[string] | undefined): Answer | undefined {
    return answer && "$ref" in answer ? this.#shared[answer.$ref.split("/").at(-1) ?? ""] : answer;
  }

  /** Headers that are described and required are there, and those that are there have their shape. */
  #headerFault({ headers = {} }: Answer, heard: Heard["headers"]): string | undefined {
    for (const [name, named] of Object.entries(headers)) {
      const header = "$ref" in named ? this.#headers[named.$ref.split("/").at(-1) ?? ""] : named;
      const value = heard[name.toLowerCase()];
      if (value === undefined && header?.required) return `the header ${name} is described, and it is not there`;
      const pattern = header?.schema?.pattern;
      if (value !== undefined && pattern !== undefined && !new RegExp(pattern).test(value))
        return `the header ${name} is ${value}, described is ${pattern}`;
    }
    return undefined;
  }

  #misshapen(name: string, schema: Schema, text: string): string | undefined {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return `is no JSON: ${text.slice(0, 100)}`;
    }
    const check = this.#checks.get(name) ?? z.fromJSONSchema({ ...(local(schema) as object), $defs: this.#definitions } as never);
    this.#checks.set(name, check);
    const parsed = check.safeParse(value);
    if (parsed.success) return undefined;
    const [issue] = parsed.error.issues;
    return `does not have the shape that is described: ${issue?.path.join(".")}: ${issue?.message}: ${text.slice(0, 160)}`;
  }
}

/** References within the schema itself. */
function local(schema: unknown): unknown {
  return JSON.parse(JSON.stringify(schema).replaceAll("#/components/schemas/", "#/$defs/"));
}
