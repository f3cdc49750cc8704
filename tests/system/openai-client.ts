/** OpenAI's own client, with a key of the API and another base address: what it asks, reads and throws. */
import OpenAI, { AuthenticationError, BadRequestError, NotFoundError } from "openai";
import { expect, it } from "vitest";
import * as z from "zod";
import { sentimentModel } from "../../contracts/services/ai-models.ts";
import type { RunningTopology } from "./topology.ts";

const keySchema = z.object({ key: z.string() }).loose();
const classesSchema = z.object({ data: z.array(z.array(z.object({ label: z.string() }))) });
const rankingSchema = z.object({ results: z.array(z.object({ index: z.int(), relevance_score: z.number() })) });
const usageSchema = z.object({
  items: z.array(z.object({ kind: z.string(), model: z.string(), requests: z.number(), tokens: z.number() })),
});

export function openAiClientTest(system: () => RunningTopology): void {
  it("serves OpenAI's client: embeddings, models, classes, rankings, and errors as its exceptions", async () => {
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

    const said = ["I love it, it works perfectly.", "It broke after a day."];
    const { data } = classesSchema.parse(await client.post("/classify", { body: { model: sentimentModel, input: said } }));
    expect(data.map(([first]) => first?.label)).toEqual(["positive", "negative"]);
    const ranking = { model, query: "How long does the battery last?", documents: input.toReversed(), top_n: 1 };
    expect(rankingSchema.parse(await client.post("/rerank", { body: ranking })).results).toMatchObject([{ index: 1 }]);

    await expect(client.embeddings.create({ model: "gpt-9", input })).rejects.toBeInstanceOf(NotFoundError);
    await expect(client.embeddings.create({ model, input: [] })).rejects.toBeInstanceOf(BadRequestError);
    await expect(clientOf("pai_nobody").embeddings.create({ model, input })).rejects.toBeInstanceOf(AuthenticationError);

    const { items } = await system().api.get("/api/v1/usage", usageSchema);
    // Equal requests are computed once: the key is charged for what a node read for it.
    const ofKey = items.filter(({ kind }) => kind === "api-key").map(({ model: name, requests }) => [name, requests]);
    expect(ofKey.toSorted()).toEqual([
      ["all-minilm-l6-v2", 4],
      [sentimentModel, 1],
    ]);
  });
}
