/** The two calls a node makes to the edge: joining, and the heartbeat. */
import { Pool } from "undici";
import { joinAnswerSchema, signedHeaders, type Heartbeat, type JoinAnswer, type JoinRequest } from "../../contracts/node-protocol.ts";
import { err, ok, type Result } from "../../contracts/result.ts";

/** What became of a heartbeat. `refused`: the edge no longer knows this node, its key or its epoch, so it must join again. */
export type HeartbeatOutcome = "accepted" | "refused" | "failed";

const timeoutMs = 10_000;
const mostShown = 300;

export class EdgeClient {
  readonly #pool: Pool;
  readonly #prefix: string;
  readonly #token: string;

  /** `edge` is the edge's base URL, `token` the join token. */
  constructor(edge: URL, token: string) {
    this.#pool = new Pool(edge.origin, {
      connections: 2,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      connect: { timeout: timeoutMs },
    });
    this.#prefix = edge.pathname.replace(/\/+$/, "");
    this.#token = token;
  }

  /** Joins the pool. `unavailable` when the edge is not there, `unauthenticated` when it refuses the token, `internal` for another answer. */
  async join(request: JoinRequest): Promise<Result<JoinAnswer>> {
    const answer = await this.#post("/api/v1/nodes/join", encode(request), { authorization: `Bearer ${this.#token}` });
    if (!answer.ok) return answer;
    const { status, text } = answer.value;
    if (status === 401 || status === 403)
      return err("unauthenticated", `The edge refused the join token with ${status}: ${text.slice(0, mostShown)}`);
    if (status < 200 || status > 299) return err("internal", `The edge answered the join with ${status}: ${text.slice(0, mostShown)}`);
    const parsed = joinAnswerSchema.safeParse(parseJson(text));
    return parsed.success ? ok(parsed.data) : err("internal", "The edge answered the join in a form that this node does not know.");
  }

  /** Renews the lease, signed with the key of the join. */
  async heartbeat(
    { nodeId, key }: JoinAnswer,
    heartbeat: Heartbeat,
    stamp: { timestamp: number; nonce: string },
  ): Promise<HeartbeatOutcome> {
    const path = `/api/v1/nodes/${nodeId}/heartbeat`;
    const body = encode(heartbeat);
    const headers = await signedHeaders({ nodeId, key }, { method: "POST", path: this.#prefix + path, body, ...stamp });
    const answer = await this.#post(path, body, headers);
    if (!answer.ok) return "failed";
    if (answer.value.status === 409 || answer.value.status === 401 || answer.value.status === 404) return "refused";
    return answer.value.status < 300 ? "accepted" : "failed";
  }

  close(): Promise<void> {
    return this.#pool.destroy();
  }

  async #post(path: string, body: Uint8Array, headers: Record<string, string>): Promise<Result<{ status: number; text: string }>> {
    try {
      const answer = await this.#pool.request({
        method: "POST",
        path: this.#prefix + path,
        headers: { "content-type": "application/json", ...headers },
        body,
      });
      return ok({ status: answer.statusCode, text: await answer.body.text() });
    } catch (cause) {
      return err("unavailable", `The edge cannot be reached: ${cause instanceof Error ? cause.message : String(cause)}`);
    }
  }
}

function encode(value: unknown): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new TextEncoder().encode(JSON.stringify(value)));
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
