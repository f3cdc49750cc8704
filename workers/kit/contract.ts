/** A service's REST contract, generated from the routes that serve it. */
import type { ServiceContract } from "../../contracts/services/common.ts";
import { nameSchemas } from "./schema-names.ts";

/** An app that knows its own OpenAPI description (`OpenAPIHono`). */
export interface DescribedApp {
  getOpenAPI31Document(document: { openapi: string; info: { title: string; version: string } }): {
    paths?: object;
    components?: object;
  };
}

/** Paths and components of `app`, as plain JSON. */
export function contractOf(app: DescribedApp): ServiceContract {
  nameSchemas();
  const { paths = {}, components = {} } = app.getOpenAPI31Document({ openapi: "3.1.0", info: { title: "", version: "" } });
  // What the generator leaves undefined has no place in JSON, nor in a call between Workers.
  const contract = JSON.parse(JSON.stringify({ paths, components }), nullable) as ServiceContract;
  // The generator writes a default into the component that it belongs to in one place only.
  for (const schema of Object.values(contract.components["schemas"] ?? {})) delete (schema as { default?: unknown }).default;
  return contract;
}

/**
 * A named schema that may be null, as JSON Schema says it: the generator writes `allOf: [{$ref}, {type: ["object", "null"]}]`, which null never
 * fits, since the reference does not allow it.
 */
function nullable(_: string, value: unknown): unknown {
  const { allOf, ...rest } = (typeof value === "object" && value !== null ? value : {}) as { allOf?: unknown[] };
  const [named, may] = (allOf ?? []) as [{ $ref?: string }?, { type?: unknown }?];
  if (allOf?.length !== 2 || named?.$ref === undefined || !Array.isArray(may?.type) || !may.type.includes("null")) return value;
  return { ...rest, anyOf: [named, { type: "null" }] };
}
