/** Reads of what the caller has already (RFC 9110, 13.1.2). */

/**
 * 304 in the place of a success whose `ETag` the request names in `If-None-Match`; else the answer as it is. Tags compare weakly: what is asked for is the same
 * thing at the same version.
 */
export function unlessKnown(request: Request, answer: Response): Response {
  const tag = answer.headers.get("etag");
  const known = request.headers.get("if-none-match");
  if (tag === null || known === null || answer.status !== 200 || !["GET", "HEAD"].includes(request.method)) return answer;
  const tags = known.split(",").map((one) => one.trim().replace(/^W\//, ""));
  if (!tags.includes("*") && !tags.includes(tag.replace(/^W\//, ""))) return answer;
  void answer.body?.cancel();
  const headers = new Headers(answer.headers);
  for (const name of ["content-type", "content-length"]) headers.delete(name);
  return new Response(null, { status: 304, headers });
}
