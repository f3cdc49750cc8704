/** The one table of error codes. `status` is the HTTP answer at the door; `retryable` says whether the same call can succeed later. */
export const errors = {
  /** A field is missing, malformed or out of range. */
  invalid_input: { status: 400, retryable: false, title: "The input is not valid" },
  /** No credential, or one that is expired, revoked or wrong. */
  unauthenticated: { status: 401, retryable: false, title: "Sign in first" },
  /** The principal is known and may not do this. */
  forbidden: { status: 403, retryable: false, title: "Not allowed" },
  /** The last proof of who this is lies too far back for a change of this weight: `POST /api/v1/auth/confirm`, then again. */
  confirmation_required: { status: 403, retryable: false, title: "Confirm that it is you" },
  /** Absent, or hidden from this principal. */
  not_found: { status: 404, retryable: false, title: "Not found" },
  method_not_allowed: { status: 405, retryable: false, title: "Method not allowed" },
  /** The resource is in a state that does not allow this, or changed since the version named. */
  conflict: { status: 409, retryable: false, title: "Conflict" },
  /** The same idempotency key is being worked on right now. */
  in_progress: { status: 409, retryable: true, title: "Still being worked on" },
  /** The thing is at another version than `If-Match` names. */
  precondition_failed: { status: 412, retryable: false, title: "It has changed since" },
  /** Only a named version of this thing can be changed. */
  precondition_required: { status: 428, retryable: false, title: "Say which version you change" },
  too_large: { status: 413, retryable: false, title: "Too large" },
  unsupported_media: { status: 415, retryable: false, title: "This kind of file is not supported" },
  /** The idempotency key was used before with another body. */
  key_reused: { status: 422, retryable: false, title: "Idempotency key used for another request" },
  rate_limited: { status: 429, retryable: true, title: "Too many requests" },
  /** A bounded queue is full. */
  overloaded: { status: 429, retryable: true, title: "Overloaded" },
  internal: { status: 500, retryable: true, title: "Something broke on our side" },
  /** A part that this call needs is not there now (no node is ready, a service restarts). */
  unavailable: { status: 503, retryable: true, title: "Not available right now" },
  deadline_exceeded: { status: 504, retryable: true, title: "Took too long" },
} as const;

export type ErrorCode = keyof typeof errors;
export const errorCodes = Object.keys(errors) as [ErrorCode, ...ErrorCode[]];
