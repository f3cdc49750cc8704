/** REST shapes of second factors: one-time passwords, recovery codes, passkeys. */
import * as z from "zod";
import { filledText } from "../filled-text.ts";

/** How a sign-in that has begun with a password can be finished. */
export const secondSteps = ["code", "recovery-code", "passkey"] as const;
export type SecondStep = (typeof secondSteps)[number];

/** For how long it can. */
export const secondStepMinutes = 10;
/** How many recovery codes there are at first. */
export const recoveryCodeCount = 10;

/** What `POST /api/v1/auth/sign-in` answers (202) when the password is right and a second factor is wanted. */
export const secondStepSchema = z.object({
  status: z.literal("second-factor"),
  /** To be sent with the second step. */
  challenge: z.string(),
  methods: z.array(z.enum(secondSteps)),
  expiresAt: z.iso.datetime(),
});
export type SecondStepWanted = z.infer<typeof secondStepSchema>;

const token = z.string().min(1).max(200);

/** `POST /api/v1/auth/sign-in/code`: six digits of the app, or a recovery code. */
export const codeSignInSchema = z.object({ challenge: token, code: z.string().max(64) });

/** `POST /api/v1/auth/factors/totp`: what an authenticator app is given, as text and for a QR code. */
export const totpEnrolmentSchema = z.object({ secret: z.string(), uri: z.string() });
export type TotpEnrolment = z.infer<typeof totpEnrolmentSchema>;

/** `POST /api/v1/auth/factors/totp/confirm`. */
export const totpConfirmSchema = z.object({ code: z.string().max(16) });

/** Recovery codes are shown here and never again; null when the person has some from another factor. */
export const recoveryCodesSchema = z.object({ recoveryCodes: z.array(z.string()).nullable() });
export type RecoveryCodes = z.infer<typeof recoveryCodesSchema>;

export const passkeySchema = z.object({
  /** The credential id. */
  id: z.string(),
  name: z.string(),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
  /** True when it is kept in more places than one device. */
  backedUp: z.boolean(),
});
export type Passkey = z.infer<typeof passkeySchema>;

/** `GET /api/v1/auth/factors`. */
export const factorsSchema = z.object({
  totp: z.object({ confirmedAt: z.iso.datetime() }).nullable(),
  passkeys: z.array(passkeySchema),
  recoveryCodesLeft: z.int(),
});
export type Factors = z.infer<typeof factorsSchema>;

/** What the browser's WebAuthn functions take (`PublicKeyCredential.parse…OptionsFromJSON`), and the token that goes back with the answer. */
export const passkeyOptionsSchema = z.object({ token: z.string(), options: z.record(z.string(), z.unknown()) });
export type PasskeyOptions = z.infer<typeof passkeyOptionsSchema>;

/** `PublicKeyCredential.toJSON()`: its `response` is looked at by the WebAuthn library. */
const credentialSchema = z.object({
  id: z.string().max(2_000),
  rawId: z.string().max(2_000),
  type: z.literal("public-key"),
  response: z.record(z.string(), z.unknown()),
  clientExtensionResults: z.record(z.string(), z.unknown()).default({}),
  authenticatorAttachment: z.string().optional(),
});

/** `POST /api/v1/auth/passkeys`. */
export const newPasskeySchema = z.object({ token, name: filledText(100), credential: credentialSchema });
export type NewPasskey = z.infer<typeof newPasskeySchema>;

export const createdPasskeySchema = passkeySchema.extend(recoveryCodesSchema.shape);

/** `POST /api/v1/auth/sign-in/passkey/options`: with the challenge of a password that was right, or without for a passkey alone. */
export const passkeySignInOptionsSchema = z.object({ challenge: token.optional() });

/** `POST /api/v1/auth/sign-in/passkey`. */
export const passkeySignInSchema = z.object({ token, credential: credentialSchema });
export type PasskeySignIn = z.infer<typeof passkeySignInSchema>;
