/** The peer, a process of its own: `@huggingface/transformers` behind Fastify, as its documentation shows a server. */
import { basename, dirname } from "node:path";
import { env, pipeline } from "@huggingface/transformers";
import Fastify from "fastify";
import * as z from "zod";

const [folder = ""] = process.argv.slice(2);
env.allowRemoteModels = false;
env.localModelPath = dirname(folder);
const extractor = await pipeline("feature-extraction", basename(folder), { dtype: "fp32", device: "cpu" });
const bodySchema = z.object({ input: z.array(z.string()) });

const server = Fastify({ bodyLimit: 8 * 2 ** 20 });
server.post("/v1/embeddings", async (request, reply) => {
  const { input } = bodySchema.parse(request.body);
  const output = await extractor(input, { pooling: "mean", normalize: true });
  if (!(output.data instanceof Float32Array)) throw new Error("The pipeline gave no float32 numbers.");
  return reply.type("application/octet-stream").send(Buffer.from(output.data.buffer, output.data.byteOffset, output.data.byteLength));
});
process.send?.(await server.listen({ host: "127.0.0.1", port: 0 }));
