/** The generated part of the client: one typed function an operation of the API's description. */
import { createClient } from "@hey-api/openapi-ts";

/** Writes it to `folder`, in the place of what is there. `description`: the OpenAPI document, as a file. */
export async function generate(description: string, folder: string): Promise<void> {
  await createClient({
    input: description,
    output: { path: folder, module: { extension: ".ts" } },
    plugins: ["@hey-api/client-fetch", "@hey-api/typescript", "@hey-api/sdk"],
    logs: { level: "silent", file: false },
  });
}
