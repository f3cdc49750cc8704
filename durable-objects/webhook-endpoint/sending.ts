/** One attempt: a signed POST (Standard Webhooks 1.0) that follows no redirect, with a deadline, and what became of it. */
import { Webhook } from "standardwebhooks";
import { webhookAddress } from "../../workers/event-bus/domain/webhook-address.ts";

/** The way out of the house; `fetch` itself, unless replaced. */
export type Send = (request: Request) => Promise<Response>;

export interface Message {
  url: string;
  /** At least one; every one of them signs. */
  secrets: readonly string[];
  /** The event's id: the same at every attempt, so that the receiver can drop what it has. */
  id: string;
  body: string;
}

export interface Conditions {
  now: number;
  timeoutMs: number;
  allowLoopback: boolean;
  send: Send;
}

/** `gone`: the endpoint wants nothing more, ever (410). */
export interface Outcome {
  result: "delivered" | "failed" | "gone";
  /** HTTP status; null when there was no answer. */
  status: number | null;
  /** Beginning of the answer, or why there was none. */
  detail: string;
  /** The pause that the endpoint asked for, milliseconds. */
  askedMs: number;
}

/** Of an answer's body so much is read and kept. */
const maxDetail = 500;

export async function attempt(message: Message, conditions: Conditions): Promise<Outcome> {
  // Looked at again before every call: rules may have become stricter since the endpoint was made.
  const address = webhookAddress(message.url, conditions);
  if (!address.ok) return { result: "failed", status: null, detail: address.error.detail, askedMs: 0 };
  try {
    const request = new Request(address.value, {
      method: "POST",
      headers: headersOf(message, conditions.now),
      body: message.body,
      redirect: "manual",
      signal: AbortSignal.timeout(conditions.timeoutMs),
    });
    return await judge(await conditions.send(request), conditions.now);
  } catch (cause) {
    const timedOut = cause instanceof Error && cause.name === "TimeoutError";
    return {
      result: "failed",
      status: null,
      detail: timedOut ? `No answer within ${conditions.timeoutMs} ms.` : reason(cause),
      askedMs: 0,
    };
  }
}

/** The three headers of the specification, and what we are. */
export function headersOf({ secrets, id, body }: Message, now: number): Record<string, string> {
  const at = new Date(now);
  return {
    "content-type": "application/json",
    "user-agent": "pAIssive-webhooks/1",
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(now / 1_000)),
    "webhook-signature": secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(" "),
  };
}

async function judge(response: Response, now: number): Promise<Outcome> {
  const { status, headers } = response;
  const delivered = status >= 200 && status < 300;
  const detail = await beginningOf(response);
  if (delivered) return { result: "delivered", status, detail, askedMs: 0 };
  if (status === 410) return { result: "gone", status, detail, askedMs: 0 };
  const redirected = status >= 300 && status < 400;
  return { result: "failed", status, detail: redirected ? "Redirects are not followed." : detail, askedMs: askedPause(headers, now) };
}

/** `Retry-After` as seconds or as a date. */
function askedPause(headers: Headers, now: number): number {
  const text = headers.get("retry-after") ?? "";
  const milliseconds = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now;
  return Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : 0;
}

/** Reads no more than is kept: an endless answer must not hold the delivery up. A broken body does not change what the status said. */
async function beginningOf(response: Response): Promise<string> {
  if (!response.body) return "";
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  try {
    while (text.length < maxDetail) {
      const { done, value } = await reader.read();
      if (done) break;
      text += decoder.decode(value, { stream: true });
    }
    await reader.cancel();
  } catch {
    // What arrived is enough.
  }
  return text.slice(0, maxDetail);
}

function reason(cause: unknown): string {
  return `No answer: ${cause instanceof Error ? cause.message : String(cause)}`.slice(0, maxDetail);
}
