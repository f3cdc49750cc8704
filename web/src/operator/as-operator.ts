/** Refusals of requests that go under the operator's key. */
import { ApiProblem, isSignedOut } from "../api/problem.ts";

/** A key that is not the operator's is no reason to sign the person out. */
export async function asOperator<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    if (!isSignedOut(cause) && !(cause instanceof ApiProblem && cause.code === "forbidden")) throw cause;
    const detail = "This is not the operator key of this installation. No key of an organisation can stand in for it.";
    throw new ApiProblem({ code: "forbidden", title: "Not the operator key", status: 403, detail, retryable: false });
  }
}
