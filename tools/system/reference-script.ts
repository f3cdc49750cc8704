/** The program of Scalar's API reference. */
import { readFileSync } from "node:fs";
import { parseAst } from "vite";
import { inRoot } from "./paths.ts";

const holder = "node_modules/@scalar/fastify-api-reference/dist/index.js";

/**
 * The script that defines `Scalar.createApiReference`, without the 284 packages (311 MB) that it was made of: Scalar's plugin for Fastify holds it as one
 * text and brings 13. Throws when a release of the plugin holds it in another way.
 */
export function referenceScript(): string {
  for (const statement of parseAst(readFileSync(inRoot(holder), "utf8")).body) {
    if (statement.type !== "VariableDeclaration") continue;
    for (const { id, init } of statement.declarations) {
      if (id.type !== "Identifier" || id.name !== "standalone_default") continue;
      if (init?.type === "TemplateLiteral" && init.quasis.length === 1) return init.quasis[0]?.value.cooked ?? "";
      if (init?.type === "Literal" && typeof init.value === "string") return init.value;
    }
  }
  throw new Error(`${holder} does not hold the program of the API reference as one text.`);
}
