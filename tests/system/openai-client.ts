/** OpenAI's own client, with a key of the API and another base address: what it asks, reads and throws. */
import OpenAI, { AuthenticationError, BadRequestError, NotFoundError } from "openai";
import { expect, it } from "vitest";
import * as z from "zod";
import type { RunningTopology } from "./topology.ts";

const keySchema = z.object({ key: z.string() }).loose();
const usageSchema = z.object({
  items: z.array(z.object({ kind: z.string(), model: z.string(), requests: z.number(), tokens: z.number() })),
});

export function openAiClientTest(system: () => RunningTopology): void {
  it("serves OpenAI's client: embeddings, models, and errors as its exceptions", async () => {
    const scopes = ["models:read", "models:infer"];
    const { key } = await system().api.post("/api/v1/api-keys", keySchema, { name: "openai", scopes }, "openai");
    const clientOf = (apiKey: string) => new OpenAI({ apiKey, baseURL: `${system().url}/api/v1`, maxRetries: 0 });
    const client = clientOf(key);
    const model = "default-embedding";
    const input = ["The battery lasts two days.", "Too loud."];
    const floats = await client.embeddings.create({ model, input, encoding_format: "float" });
    expect(floats.model).toMatch(/^all-minilm-l6-v2@/);
    expect(floats.data.map(({ embedding }) => [embedding.length, Math.hypot(...embedding).toFixed(4)])).toEqual([
      [384, "1.0000"],
      [384, "1.0000"],
    ]);
    expect(floats.usage.prompt_tokens).toBeGreaterThan(8);
    // Without a format it asks for base64 and decodes that itself.
    const decoded = await client.embeddings.create({ model, input });
    expect(decoded.data.map(({ embedding }) => Array.from(embedding))).toEqual(floats.data.map(({ embedding }) => embedding));
    expect((await client.embeddings.create({ model, input: "Too loud.", dimensions: 64 })).data[0]?.embedding).toHaveLength(64);

    const models = await client.models.list();
    expect(models.data.map(({ id, object }) => [id, object])).toContainEqual([floats.model, "model"]);
    expect(await client.models.retrieve(model)).toMatchObject({ id: floats.model, object: "model" });

    await expect(client.embeddings.create({ model: "gpt-9", input })).rejects.toBeInstanceOf(NotFoundError);
    await expect(client.embeddings.create({ model, input: [] })).rejects.toBeInstanceOf(BadRequestError);
    await expect(clientOf("pai_nobody").embeddings.create({ model, input })).rejects.toBeInstanceOf(AuthenticationError);

    const { items } = await system().api.get("/api/v1/usage", usageSchema);
    // Equal requests are computed once: the key is charged for what a node read for it.
    expect(items.find(({ kind }) => kind === "api-key")).toMatchObject({ model: "all-minilm-l6-v2", requests: 3 });
  });
}
