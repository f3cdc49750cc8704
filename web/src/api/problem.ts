/** Refusals of the API as errors that a page can show. */
import * as z from "zod";

const problemSchema = z.object({
  code: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  retryable: z.boolean().default(false),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

export interface ProblemParts {
  code: string;
  title: string;
  /** HTTP status; 0 when no answer came. */
  status: number;
  detail: string;
  /** Whether the same request can succeed later. */
  retryable: boolean;
  /** Wrong fields by name. */
  fields?: Record<string, string>;
}

export class ApiProblem extends Error {
  override name = "ApiProblem";
  readonly code: string;
  readonly title: string;
  readonly status: number;
  readonly retryable: boolean;
  readonly fields: Record<string, string>;

  constructor(parts: ProblemParts) {
    super(parts.detail);
    this.code = parts.code;
    this.title = parts.title;
    this.status = parts.status;
    this.retryable = parts.retryable;
    this.fields = parts.fields ?? {};
  }
}

/** No answer came at all. */
export function unreachable(detail: string): ApiProblem {
  return new ApiProblem({ code: "unavailable", title: "Not available right now", status: 0, detail, retryable: true });
}

/** What a refused answer says; an answer that is no problem document (a proxy's page, a cut connection) still becomes a sentence. */
export function problemOf(status: number, body: unknown): ApiProblem {
  const parsed = problemSchema.safeParse(body);
  if (!parsed.success) {
    const detail = `The server answered ${status} without a reason. Try again in a moment.`;
    return new ApiProblem({ code: "unavailable", title: "Not available right now", status, detail, retryable: true });
  }
  const { code, title, detail, retryable, errors = [] } = parsed.data;
  const fields = Object.fromEntries(errors.map(({ path, message }) => [path, message]));
  return new ApiProblem({ code, title, status, detail, retryable, fields });
}

/** Any thrown thing as words for the page. An answer that does not fit the contract is our mistake, and is said to be. */
export function explain(error: unknown): Omit<ProblemParts, "status" | "fields"> {
  if (error instanceof ApiProblem) return { title: error.title, detail: error.message, retryable: error.retryable, code: error.code };
  if (error instanceof z.ZodError) {
    const where = error.issues[0]?.path.join(".") ?? "";
    const detail = `The server's answer has a form that this page does not know (${where || "its root"}). Reload the page; it may be older than the server.`;
    return { title: "This page and the server do not fit", detail, retryable: true, code: "internal" };
  }
  return {
    title: "Something broke on this page",
    detail: error instanceof Error ? error.message : String(error),
    retryable: true,
    code: "internal",
  };
}

/** True when the caller is not signed in (any more). */
export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiProblem && error.code === "unauthenticated";
}

/** True when asking again would be answered the same: the caller may not see this, or it is gone. */
export function isFinal(error: unknown): boolean {
  return error instanceof ApiProblem && !error.retryable;
}
