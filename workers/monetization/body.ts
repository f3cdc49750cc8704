/** A JSON body of a route, with an example that its reader can send as it stands. */
import type * as z from "zod";

export function body<Schema extends z.ZodType>(schema: Schema, example: z.input<Schema>) {
  return { required: true, content: { "application/json": { schema, example } } };
}
