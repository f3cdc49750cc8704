/** The ready-made local account: signed in when it exists, signed up when not. */
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { mailSchema } from "../../contracts/services/mail.ts";
import type { LocalSecrets } from "./secrets.ts";

type Account = Pick<LocalSecrets, "email" | "password"> & Partial<Pick<LocalSecrets, "operatorKey">>;

/** Returns the cookie to send. */
export async function signInLocally(url: string, account: Account): Promise<string> {
  const { email, password } = account;
  const answer = await post(`${url}/api/v1/auth/sign-in`, { email, password });
  return answer.ok ? cookieOf(answer) : signUpLocally(url, account);
}

/** The same where it is known not to be there: of a sign-in that is refused the installation's log would tell. */
export async function signUpLocally(url: string, { email, password, operatorKey = "" }: Account): Promise<string> {
  let answer = await post(`${url}/api/v1/auth/sign-up`, { email, password, name: "Founder", organisationName: "My company" });
  // With a local outbox of e-mail the account is there when its link has been opened.
  if (answer.status === 202)
    answer = await post(`${url}/api/v1/auth/sign-up/confirm`, { token: await mailedToken(url, email, operatorKey), password });
  return cookieOf(answer);
}

async function cookieOf(answer: Response): Promise<string> {
  const cookie = answer.headers.getSetCookie()[0]?.split(";")[0];
  if (!answer.ok || cookie === undefined) throw new Error(`The local account could not be opened: ${answer.status} ${await answer.text()}`);
  return cookie;
}

/** The token in the newest e-mail to `email` of the local outbox. */
async function mailedToken(url: string, email: string, operatorKey: string): Promise<string> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const answer = await fetch(`${url}/api/v1/auth/mails`, { headers: { authorization: `Bearer ${operatorKey}` } });
    if (!answer.ok) throw new Error(`The local outbox could not be read: ${answer.status} ${await answer.text()}`);
    const { items } = z.object({ items: z.array(mailSchema) }).parse(await answer.json());
    const token = /#([\w-]{43})$/m.exec(items.find(({ to }) => to === email)?.text ?? "")?.[1];
    if (token !== undefined) return token;
    if (Date.now() > deadline) throw new Error("The e-mail that confirms the local account did not come.");
    await sleep(200);
  }
}

function post(url: string, body: unknown): Promise<Response> {
  return fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", origin: new URL(url).origin },
    body: JSON.stringify(body),
  });
}
