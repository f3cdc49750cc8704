/** V6, authentication. */
import { readFileSync } from "node:fs";
import * as z from "zod";
import { contextWords } from "../../../workers/auth/domain/context-words.ts";
import { openApiFile } from "../../system/openapi.ts";
import { cookieOf, postJson } from "../people.ts";
import { cited } from "./cited.ts";
import { documented, expected, signUpWith, status } from "./evidence.ts";
import { randomnessFault } from "./randomness.ts";
import { requirement, type Requirement } from "./requirement.ts";
import { passwordFieldFault, webSources } from "./web-sources.ts";

const page = "docs/reference/authentication.md";
const factors = "workers/auth/factors.system.test.ts";

export const authentication: Requirement[] = [
  requirement(
    "6.1.1",
    1,
    "documented: what slows guessing, and that nobody can be locked out for good",
    documented(page, "Five attempts per account", "doubles to 15 minutes", "15 minutes at most after they stop"),
  ),
  requirement("6.1.2", 2, "documented: words that no password may be", documented(page, ...contextWords.map((word) => `\`${word}\``))),
  requirement(
    "6.1.3",
    2,
    "documented: all ways to sign in, each with its strength",
    documented(page, "## Credentials", "## Second factors", "sign-in/passkey", "sign-in/code"),
  ),
  requirement("6.2.1", 1, "passwords have 8 characters at least", {
    check: async (grounds) => status(400, await signUpWith(grounds, "seven77", "short")),
  }),
  requirement("6.2.2", 1, "people can change their password", {
    check: async (grounds) => {
      const heard = await signUpWith(grounds, "first battery staple", "changer");
      const headers = { cookie: cookieOf(heard), origin: grounds.stage.wire.origin };
      const body = { currentPassword: "first battery staple", newPassword: "second battery staple" };
      return status(204, await postJson(grounds.stage.wire, "/api/v1/auth/password", body, { headers }));
    },
  }),
  requirement("6.2.3", 1, "changing it takes the present one", {
    check: async ({ stage, viewer }) =>
      status(
        400,
        await postJson(stage.wire, "/api/v1/auth/password", { currentPassword: "wrong", newPassword: "second battery staple" }, viewer),
      ),
  }),
  requirement("6.2.4", 1, "the 3,000 most used passwords are refused", {
    tests: cited("workers/auth/domain/password.test.ts", "all of the 5,000 most used passwords"),
  }),
  requirement("6.2.5", 1, "no mixture of kinds of characters is demanded", {
    check: async (grounds) => status(201, await signUpWith(grounds, "onlysmallletters", "plain")),
  }),
  requirement("6.2.6", 1, "what is typed is masked", { check: () => passwordFieldFault(webSources()) }),
  requirement("6.2.7", 1, "password managers and pasting work", {
    check: () => passwordFieldFault(webSources()),
  }),
  requirement("6.2.8", 1, "a password is taken as it was typed", {
    check: async (grounds) => {
      const made = await signUpWith(grounds, " Blanks And Case ", "exact");
      if (made.status !== 201) return expected("201", made);
      const typed = (secret: string) =>
        postJson(grounds.stage.wire, "/api/v1/auth/sign-in", { email: "exact@asvs.example", password: secret });
      for (const other of [" Blanks And Case", "Blanks And Case ", " blanks and case ", " Blanks And Cas"]) {
        const fault = status(401, await typed(other));
        if (fault !== undefined) return `As "${other}": ${fault}`;
      }
      return status(200, await typed(" Blanks And Case "));
    },
  }),
  requirement("6.2.9", 2, "64 characters are allowed", {
    check: async (grounds) => status(201, await signUpWith(grounds, "correct horse battery staple, ".repeat(3), "sixty")),
  }),
  requirement("6.2.10", 2, "passwords do not run out", {
    check: async (grounds) => {
      const made = await signUpWith(grounds, "third battery staple", "lasting");
      if (made.status !== 201) return expected("201", made);
      const { stage } = grounds;
      await stage.auth
        .prepare(
          "UPDATE accounts SET created_at = ?1, updated_at = ?1 WHERE user_id = (SELECT id FROM users WHERE email = 'lasting@asvs.example')",
        )
        .bind(0)
        .run();
      return status(
        200,
        await postJson(stage.wire, "/api/v1/auth/sign-in", { email: "lasting@asvs.example", password: "third battery staple" }),
      );
    },
  }),
  requirement("6.2.11", 2, "words of the context are refused", {
    check: async (grounds) =>
      status(400, await signUpWith(grounds, "paissive1", "context")) ?? status(400, await signUpWith(grounds, "Weavers-2026", "weavers")),
  }),
  requirement("6.2.12", 2, "breached passwords are refused", {
    check: async (grounds) => status(400, await signUpWith(grounds, "hannah123", "breached")),
    tests: cited("workers/auth/domain/password.test.ts", "breached passwords are refused, in capitals too"),
  }),
  requirement("6.3.1", 1, "guessing is slowed as documented", {
    tests: cited("workers/auth/accounts.system.test.ts", "five guesses at once or in a row lock an account"),
  }),
  requirement("6.3.2", 1, "there are no accounts by default", {
    check: ({ stage: { bornWith } }) => (bornWith.length === 0 ? undefined : `A new installation has accounts: ${bornWith.join(", ")}`),
  }),
  requirement("6.3.3", 2, "several factors are demanded of everybody, unless SECOND_FACTOR_REQUIRED says otherwise", {
    tests: cited(
      "workers/auth/organisations.system.test.ts",
      "where the installation demands a second factor, which it does unless it is told otherwise, nobody may do anything without one",
      "where a second factor is demanded, a member without one may do nothing but set one up",
    ),
  }),
  requirement("6.3.4", 2, "no way in is undocumented or weaker", {
    tests: cited(factors, "with an authenticator app a password alone opens nothing"),
  }),
  requirement("6.4.1", 1, "initial passwords and codes run out", {
    tests: cited("workers/auth/members.system.test.ts", "taken back, replaced or has run out opens nothing"),
  }),
  requirement("6.4.2", 1, "there are no hints and secret questions", {
    check: () => hintFault(),
  }),
  requirement("6.4.3", 2, "resetting a password goes around no second factor", {
    tests: cited("workers/auth/mail.system.test.ts", "a reset password goes around no second factor"),
  }),
  requirement("6.4.4", 2, "a lost factor is replaced by proof of the same strength", {
    tests: cited(factors, "a lost app is replaced by a recovery code, and taken off by nobody else"),
  }),
  requirement("6.5.1", 2, "codes open once", { tests: cited(factors, "each code opens once") }),
  requirement("6.5.2", 2, "recovery codes are hashed, slowly if short", {
    tests: [
      ...cited(factors, "of recovery codes only digests are stored"),
      // Long enough for a fast hash: ASVS asks for a slow one below 112 bits.
      ...cited("workers/auth/domain/recovery-code.test.ts", "each of its letters is five bits of a byte of its own: 120 bits in all"),
    ],
  }),
  requirement("6.5.3", 2, "codes and seeds are random", {
    check: randomnessFault,
    tests: [
      ...cited("contracts/ids.test.ts", "all else is drawn from the platform's cryptographic source"),
      ...cited("workers/auth/domain/recovery-code.test.ts", "120 bits in all"),
      ...cited("workers/auth/domain/totp.test.ts", "a secret is all of the 160 bits that were drawn"),
    ],
  }),
  requirement("6.5.4", 2, "codes have 20 bits at least", {
    tests: cited("workers/auth/domain/recovery-code.test.ts", "120 bits in all"),
  }),
  requirement("6.5.5", 2, "codes live for 30 seconds, unless TOTP_SKEW says otherwise", {
    tests: [
      ...cited("workers/auth/domain/totp.test.ts", "a code is taken for its thirty seconds alone"),
      ...cited(factors, "where clocks may not differ, codes of the thirty seconds before and after open nothing"),
    ],
  }),
  requirement("6.6.1", 2, "no telephone network without something better", { notApplicable: "nothing goes by telephone" }),
  requirement("6.6.2", 2, "codes out of band belong to their request", { notApplicable: "no factor works out of band" }),
  requirement("6.6.3", 2, "codes out of band cannot be guessed", { notApplicable: "no factor works out of band" }),
  requirement("6.8.1", 2, "identities of several providers are told apart", {
    tests: cited("workers/auth/oauth.system.test.ts", "the same person gets in again under another address"),
  }),
  requirement("6.8.2", 2, "assertions of providers are verified", {
    tests: cited("workers/auth/oauth.system.test.ts", "an ID token for somebody else"),
  }),
  requirement("6.8.3", 2, "SAML assertions are used once", { notApplicable: "no SAML" }),
  requirement("6.8.4", 2, "strength and time of a provider's sign-in are looked at", {
    tests: cited(
      "workers/auth/oauth.system.test.ts",
      "a second factor that is set up here is asked for, whatever the other service says of its own",
    ),
  }),
];

/** A field of what is sent to the auth service that would be a hint or a question. */
function hintFault(): string | undefined {
  const { schemas, bodies } = describedBodies();
  const names = bodies
    .filter(({ path }) => path.startsWith("/api/v1/auth/"))
    .flatMap(({ path, body }) => fieldsOf(body, schemas).map((name) => ({ path, name })));
  if (!names.some(({ path, name }) => path.endsWith("/sign-up") && name === "password"))
    return "The fields of signing up could not be read.";
  const hint = names.find(({ name }) => /hint|question|reminder|maiden|memorable/i.test(name));
  return hint && `${hint.path} takes ${hint.name}.`;
}

const describedSchema = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.object({ requestBody: z.unknown().optional() }))),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
});

function describedBodies() {
  const { paths, components } = describedSchema.parse(JSON.parse(readFileSync(openApiFile, "utf8")));
  const bodies = Object.entries(paths).flatMap(([path, methods]) =>
    Object.values(methods).map(({ requestBody: body }) => ({ path, body })),
  );
  return { schemas: components.schemas, bodies };
}

/** Names of all properties within a schema, whatever it is nested in and refers to. */
function fieldsOf(schema: unknown, schemas: Readonly<Record<string, unknown>>, seen: readonly string[] = []): string[] {
  if (schema === null || typeof schema !== "object") return [];
  return Object.entries(schema).flatMap(([key, value]: [string, unknown]) => {
    const name = key === "$ref" ? (String(value).split("/").at(-1) ?? "") : undefined;
    if (name !== undefined) return seen.includes(name) ? [] : fieldsOf(schemas[name], schemas, [...seen, name]);
    return [
      ...(key === "properties" && value !== null && typeof value === "object" ? Object.keys(value) : []),
      ...fieldsOf(value, schemas, seen),
    ];
  });
}
