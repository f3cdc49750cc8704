/** Refusals of the API as errors that a page can show. */
import * as z from "zod";

const problemSchema = z.object({
  code: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

export class ApiProblem extends Error {
  override name = "ApiProblem";
  readonly code: string;
  readonly status: number;
  /** Wrong fields by name. */
  readonly fields: Record<string, string>;

  constructor(parts: { code: string; status: number; detail: string; fields: Record<string, string> }) {
    super(parts.detail);
    this.code = parts.code;
    this.status = parts.status;
    this.fields = parts.fields;
  }
}

/** What a refused answer says; an answer that is no problem document (a proxy's page, a cut connection) still becomes a sentence. */
export function problemOf(status: number, body: unknown): ApiProblem {
  const parsed = problemSchema.safeParse(body);
  if (!parsed.success) return new ApiProblem({ code: "unavailable", status, detail: `The server answered ${status} without a reason. Try again in a moment.`, fields: {} });
  const { code, detail, errors = [] } = parsed.data;
  return new ApiProblem({ code, status, detail, fields: Object.fromEntries(errors.map(({ path, message }) => [path, message])) });
}
