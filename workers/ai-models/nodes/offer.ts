/** What a node may say of itself beyond the shape of the protocol: bounds that keep the pool small and references readable. */
import * as z from "zod";
import { dialOutAddress } from "../../../contracts/node-link/protocol.ts";
import { heartbeatSchema, introducedModelSchema, joinRequestSchema } from "../../../contracts/node-protocol.ts";

/** Models of one node. The pool's calls carry them in a header, which must stay small. */
const maxModels = 32;

/** No `@`: `name@version` must read back as what was written. ASCII without spaces: the node answers with it in a header. */
const word = z.string().regex(/^[!-?A-~]{1,200}$/, "must be 1 to 200 ASCII characters without `@` or spaces");
const modelsSchema = z
  .array(introducedModelSchema.extend({ name: word, version: word }))
  .max(maxModels)
  .refine((models) => new Set(models.map(({ name }) => name)).size === models.length, "must offer each model in one version only");

/** The edge calls this address; it is trusted as far as the join token is. */
const addressSchema = z
  .url({ protocol: /^https?$/, error: "must be an http or https URL" })
  .max(500)
  .refine((url) => !/[?#@]/.test(url), "must not hold a query, a fragment or credentials")
  .transform((url) => url.replace(/\/+$/, ""));

export const boundedJoinSchema = joinRequestSchema.extend({
  url: z.union([z.literal(dialOutAddress), addressSchema]),
  models: modelsSchema.min(1),
});
export const boundedHeartbeatSchema = heartbeatSchema.extend({ models: modelsSchema, loaded: z.array(word).max(maxModels).optional() });
