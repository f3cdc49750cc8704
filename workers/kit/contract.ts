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
  const contract = JSON.parse(JSON.stringify({ paths, components })) as ServiceContract;
  // The generator writes a default into the component that it belongs to in one place only.
  for (const schema of Object.values(contract.components["schemas"] ?? {})) delete (schema as { default?: unknown }).default;
  return contract;
}
