/**
 * `npm run openapi`: writes the description of the API, generated from the routes, to docs/reference/openapi.json, and from it the typed client.
 * `-- --examples`: records the examples in it anew first.
 */
import { writeFileSync } from "node:fs";
import { generate } from "../clients/typescript/generate.ts";
import { examplesFile, recordExamples } from "./openapi/recorder.ts";
import { clientFolder, generateOpenApi, openApiFile } from "./system/openapi.ts";

if (process.argv.includes("--examples")) {
  // Of what the routes say now, without what was recorded before: else it would be taken for theirs.
  writeFileSync(examplesFile, "{}\n");
  writeFileSync(openApiFile, await generateOpenApi());
  const { recorded, operations } = await recordExamples();
  console.log(`examples: ${recorded} of ${operations} operations recorded, the others made from their schemas`);
}
writeFileSync(openApiFile, await generateOpenApi());
await generate(openApiFile, clientFolder);
console.log(`written to ${openApiFile} and ${clientFolder}`);
process.exit();
