/** The API as the gateway describes it when everything is in one Worker. */
import { createTestHarness } from "wrangler";
import { inRoot, root } from "./paths.ts";
import { quietWrangler } from "./system.ts";
import { buildWeb } from "./web-build.ts";

/** Where the committed description stands. */
export const openApiFile = inRoot("docs/reference/openapi.json");

/** Where the committed client that is generated from it stands. */
export const clientFolder = inRoot("clients/typescript/generated");

/** The document's text, as it is committed. Starts the Workers and stops them again. */
export async function generateOpenApi(): Promise<string> {
  buildWeb();
  Object.assign(process.env, quietWrangler);
  const harness = createTestHarness({ root, workers: [{ configPath: inRoot("wrangler.toml") }] });
  try {
    await harness.listen();
    const answer = await harness.fetch("/api/v1/openapi.json");
    if (!answer.ok) throw new Error(`The gateway answered ${answer.status}: ${await answer.text()}`);
    return `${JSON.stringify(await answer.json(), undefined, 1)}\n`;
  } finally {
    await harness.close();
  }
}
