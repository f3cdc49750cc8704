/** People with second factors, at an auth service whose clock stands still: no code is over before it has arrived. */
import { Secret, TOTP } from "otpauth";
import type { PasskeyOptions, RecoveryCodes, TotpEnrolment } from "../../../contracts/services/factors.ts";
import { Authenticator } from "./authenticator.ts";
import { inSession, startAuth, type RunningAuth, type Somebody } from "./service.ts";

export const site = "https://app.example";
/** When everything here happens: in the middle of the thirty seconds of a code. */
export const now = Date.UTC(2026, 2, 2, 12, 0, 15);
/** Epoch milliseconds of a proof that does not count any more. */
export const longAgo = now - 600_000;

export interface WithApp {
  who: Somebody;
  secret: string;
  /** Recovery codes. */
  codes: string[];
}

/** The code that an app shows, `steps` of thirty seconds from now. */
export function codeOf(secret: string, steps = 0): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now + steps * 30_000 });
}

export const json = async <T>(answer: Promise<Response>) => (await answer).json() as Promise<T>;

export class SecondFactors {
  readonly auth: RunningAuth;

  private constructor(auth: RunningAuth) {
    this.auth = auth;
  }

  /** @param vars further variables of the Worker */
  static async start(vars: Record<string, string> = {}): Promise<SecondFactors> {
    const auth = await startAuth({ AUTH_SECRET: "0123456789abcdef0123456789abcdef", PUBLIC_URL: site, ...vars });
    await auth.stopClock(now);
    return new SecondFactors(auth);
  }

  post(path: string, body?: object, who?: Somebody): Promise<Response> {
    return this.auth.call("POST", `/api/v1/auth/${path}`, body, who && inSession(who));
  }

  /** Somebody new with an authenticator app, whose code of thirty seconds ago is used up. */
  async withApp(email: string): Promise<WithApp> {
    const who = await this.auth.person(email);
    const { secret } = await json<TotpEnrolment>(this.post("factors/totp", undefined, who));
    const confirmed = await this.post("factors/totp/confirm", { code: codeOf(secret, -1) }, who);
    if (confirmed.status !== 200) throw new Error(await confirmed.text());
    const { recoveryCodes } = (await confirmed.json()) as RecoveryCodes;
    return { who, secret, codes: recoveryCodes ?? [] };
  }

  /** What the service answers to a new passkey of `device`. */
  async addPasskey(who: Somebody, device: Authenticator): Promise<Response> {
    const { token, options } = await json<PasskeyOptions>(this.post("passkeys/options", undefined, who));
    return this.post("passkeys", { token, name: "Laptop", credential: device.create(options) }, who);
  }

  /** Lets the last proof of all the person's sessions lie ten minutes back. */
  async grow({ principal }: Somebody): Promise<void> {
    await this.auth.database.prepare("UPDATE sessions SET authenticated_at = ? WHERE user_id = ?").bind(longAgo, principal.id).run();
  }
}
