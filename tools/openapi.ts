/** `npm run openapi`: writes the description of the API, generated from the routes, to docs/reference/openapi.json. */
import { writeFileSync } from "node:fs";
import { generateOpenApi, openApiFile } from "./system/openapi.ts";

writeFileSync(openApiFile, await generateOpenApi());
console.log(`written to ${openApiFile}`);
