/** Bindings of the auth service. */
import type { ProviderVariables } from "./domain/providers.ts";
import type { EventQueue } from "../kit/outbox.ts";

export interface AuthEnv extends ProviderVariables {
  AUTH_DB: D1Database;
  EVENTS: EventQueue;
  /** The key of whoever runs the installation. Shorter than 32 characters or absent: there is no operator. */
  OPERATOR_KEY?: string;
  /** Seals the secrets of authenticator apps and the texts of waiting e-mails, at least 32 characters. Without it no app can be added, and texts wait as they are. */
  AUTH_SECRET?: string;
  /** `1`: codes of authenticator apps are taken thirty seconds early and late as well. Anything else, or absent: they are not. */
  TOTP_SKEW?: string;
  /** `false`: organisations decide for themselves whether their members need a second factor. Anything else, or absent: everybody needs one. */
  SECOND_FACTOR_REQUIRED?: string;
  /** Address of this installation for the links in e-mails, `https://app.example`. Requests from this machine are links to this machine without it. */
  PUBLIC_URL?: string;
  /** `true`: e-mails stay in the database, where an operator on this machine reads them. */
  MAIL_OUTBOX?: string;
  /** Where e-mails are handed over: takes `{from, to, subject, text}` as JSON, with `MAIL_KEY` as bearer token. */
  MAIL_URL?: string;
  MAIL_KEY?: string;
  /** Sender, `pAIssive <hello@app.example>`. */
  MAIL_FROM?: string;
}
