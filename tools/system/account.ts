/** The ready-made local account: signed in when it exists, signed up when not. */
import type { LocalSecrets } from "./secrets.ts";

/** Returns the cookie to send. */
export async function signInLocally(url: string, { email, password }: Pick<LocalSecrets, "email" | "password">): Promise<string> {
  const first = await post(`${url}/api/v1/auth/sign-in`, { email, password });
  const answer = first.ok
    ? first
    : await post(`${url}/api/v1/auth/sign-up`, { email, password, name: "Founder", organisationName: "My company" });
  const cookie = answer.headers.getSetCookie()[0]?.split(";")[0];
  if (!answer.ok || cookie === undefined) throw new Error(`The local account could not be opened: ${answer.status} ${await answer.text()}`);
  return cookie;
}

function post(url: string, body: unknown): Promise<Response> {
  return fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", origin: new URL(url).origin },
    body: JSON.stringify(body),
  });
}
