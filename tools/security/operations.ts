/** The operations of the API, as docs/reference/openapi.json describes them. */
import { readFileSync } from "node:fs";
import * as z from "zod";
import { scopes } from "../../contracts/principal.ts";
import { openApiFile } from "../system/openapi.ts";

const parameterSchema = z.object({ name: z.string(), in: z.enum(["path", "query", "header"]), required: z.boolean().default(false) });
const contentSchema = z.record(z.string(), z.object({ example: z.unknown().optional() }));
const operationSchema = z.object({
  operationId: z.string(),
  parameters: z.array(parameterSchema).default([]),
  requestBody: z.object({ content: contentSchema }).optional(),
  /** The empty list: no credential is asked for. */
  security: z.array(z.unknown()).optional(),
  "x-scope": z.array(z.enum(scopes)).optional(),
  "x-only": z.enum(["owner", "person", "operator"]).optional(),
  /** `always`, or when. */
  "x-confirmed": z.string().optional(),
});
const documentSchema = z.object({ paths: z.record(z.string(), z.record(z.string(), operationSchema)) });

export interface Operation extends Omit<z.infer<typeof operationSchema>, "operationId" | "security"> {
  id: string;
  /** In capitals. */
  method: string;
  /** With its variable parts in braces. */
  path: string;
  open: boolean;
}

export function describedOperations(): Operation[] {
  const { paths } = documentSchema.parse(JSON.parse(readFileSync(openApiFile, "utf8")));
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId, security, ...rest }]) => ({
      ...rest,
      id: operationId,
      method: method.toUpperCase(),
      path,
      open: security?.length === 0,
    })),
  );
}
