/** `npm run openapi`: writes the description of the API, generated from the routes, to docs/reference/openapi.json, and from it the typed client. */
import { writeFileSync } from "node:fs";
import { generate } from "../clients/typescript/generate.ts";
import { clientFolder, generateOpenApi, openApiFile } from "./system/openapi.ts";

writeFileSync(openApiFile, await generateOpenApi());
await generate(openApiFile, clientFolder);
console.log(`written to ${openApiFile} and ${clientFolder}`);
