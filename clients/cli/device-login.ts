/** Signing in from a terminal by the device authorization grant (RFC 8628): a person lets this program in, in a browser anywhere. */
import { hostname } from "node:os";
import type { Scope } from "../../contracts/principal.ts";
import { connect, redeemDevice, startDevice } from "../typescript/index.ts";
import { exitCodes, Failure, valueOf } from "./api.ts";

/** What is waited with, and where the person reads. */
export interface Waiting {
  /** Tells the person something that is no answer of the command. */
  complain(text: string): void;
  /** Resolves after so many milliseconds. */
  wait(ms: number): Promise<unknown>;
}

/** RFC 8628, section 3.5: so much longer are the pauses after "too often". */
const slowerSeconds = 5;

/** The key of this device, once a person has let it in. Throws a `Failure` when they do not, or the codes have run out. */
export async function keyByDevice(url: string, asked: Scope[] | undefined, { complain, wait }: Waiting): Promise<string> {
  const client = connect({ url });
  const name = `paissive on ${hostname()}`.slice(0, 100);
  const body = { name, ...(asked === undefined ? {} : { scopes: asked }) };
  const { deviceCode, userCode, verificationUri, expiresIn, interval } = await valueOf(url, startDevice({ client, body }));
  complain(`Open ${verificationUri} and enter the code ${userCode}. It works for ${Math.round(expiresIn / 60)} minutes.`);
  let pause = interval;
  for (let waited = 0; waited < expiresIn; waited += pause) {
    await wait(pause * 1_000);
    const { data, error, response } = await redeemDevice({ client, body: { deviceCode } });
    if (data && "key" in data) return data.key;
    if (data) pause = Math.max(pause, data.interval);
    else if (response?.status === 429) pause += slowerSeconds;
    else if (response?.status === 403) throw new Failure("It was not let in.", exitCodes.forbidden);
    else if (response && response.status < 500) await valueOf(url, Promise.resolve({ error, response }));
    // Without an answer, or with one of a server that is being restarted, it is asked again: the codes still hold.
  }
  throw new Failure("Nobody let it in while the code worked. Begin again: paissive login", exitCodes.unauthenticated);
}
