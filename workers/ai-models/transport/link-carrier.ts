/** A call over the link that the node opened: through the actor that holds its socket. */
import { linkHeaders } from "../domain/link-headers.ts";
import { callOverLink } from "../links.ts";
import type { Carrier } from "./carrier.ts";
import { readAnswer } from "./framed-answer.ts";

/**
 * The answer is read to its end before it is handed on. When the signal comes first, the stream of the actor's answer is cancelled, which
 * tells the node.
 */
export function overLink(links: DurableObjectNamespace): Carrier {
  return async (target, { url, headers, body, timeoutMs, signal }) => {
    signal.throwIfAborted();
    const answered = await callOverLink(links, target, { path: url.pathname, headers, timeoutMs }, body);
    return answered.headers.has(linkHeaders.framed) && answered.body ? readAnswer(answered.body, signal) : answered;
  };
}
