/** What every expected outcome of a call between services is: a value or a fault, never a throw (errors lose their class across RPC). */
import * as z from "zod";
import { errorCodes, errors, type ErrorCode } from "./errors.ts";

export const fieldFaultSchema = z.object({ path: z.string(), message: z.string() });
export type FieldFault = z.infer<typeof fieldFaultSchema>;

export const faultSchema = z.object({
  code: z.enum(errorCodes),
  /** One sentence for the person who caused it: what is wrong and what to do. */
  detail: z.string(),
  retryable: z.boolean(),
  /** Seconds after which a retry can succeed. */
  retryAfter: z.number().optional(),
  fields: z.array(fieldFaultSchema).optional(),
});
export type Fault = z.infer<typeof faultSchema>;

export type Ok<T> = { ok: true; value: T };
export type Err = { ok: false; error: Fault };
export type Result<T> = Ok<T> | Err;

export function ok<T>(value: T): Ok<T> {
  return { ok: true, value };
}

/** A fault of the table; `retryable` comes from the table unless stated. */
export function err(code: ErrorCode, detail: string, more: Partial<Omit<Fault, "code" | "detail">> = {}): Err {
  return { ok: false, error: { code, detail, retryable: errors[code].retryable, ...more } };
}

/** Parses `input` with `schema`; a failure names every field that is wrong. */
export function parse<T>(schema: z.ZodType<T>, input: unknown): Result<T> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return ok(parsed.data);
  const fields = parsed.error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message }));
  const first = fields[0];
  const detail = first ? `${first.path === "" ? "The input" : `\`${first.path}\``}: ${first.message}` : "The input is not valid.";
  return err("invalid_input", detail, { fields });
}
