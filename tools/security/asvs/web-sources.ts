/** What the sources of the web app must not do, and have to do everywhere. */
import { globSync, readFileSync } from "node:fs";
import { inRoot } from "../../system/paths.ts";

export interface Source {
  file: string;
  text: string;
}

/** All of the app but its tests. */
export function webSources(): Source[] {
  return globSync("web/{index.html,src/**/*.{ts,tsx,css}}", { cwd: inRoot(".") })
    .filter((file) => !/\.test\.tsx?$/.test(file))
    .map((file) => ({ file, text: readFileSync(inRoot(file), "utf8") }));
}

/** Ways of making markup or code out of a text. */
const sinks =
  /dangerouslySetInnerHTML|\b(inner|outer)HTML\b|insertAdjacentHTML|\bsrcdoc\b|document\.write|createContextualFragment|setHTMLUnsafe|\beval\(|new Function\(/i;

/** Where a text could become markup. React shows everything else as text. */
export function markupFault(sources: readonly Source[]): string | undefined {
  const found = sources.find(({ text }) => sinks.test(text));
  return found && `${found.file} makes markup or code of a text: ${sinks.exec(found.text)?.[0]}`;
}

/** Fields for passwords that do not mask what is typed, or keep managers and pasting out. */
export function passwordFieldFault(sources: readonly Source[]): string | undefined {
  const pasting = sources.find(({ text }) => /onPaste|onbeforeinput/i.test(text));
  if (pasting) return `${pasting.file} minds what is pasted.`;
  const fields = sources.flatMap(({ file, text }) =>
    [...text.matchAll(/<(?:TextField|input)\b.*?\/>/gs)]
      .filter(([field]) => /(?:label|name|autoComplete)=["{][^"}]*password/i.test(field))
      .map(([field]) => ({ file, field })),
  );
  if (fields.length < 4) return `Only ${fields.length} fields for passwords were found.`;
  const wrong = fields.find(({ field }) => !field.includes('type="password"') || !/autoComplete="(current|new)-password"/.test(field));
  return wrong && `${wrong.file} has a field for a password that is not masked, or not told to managers: ${wrong.field}`;
}

/** Pages that are reached without a session, and need no way out. */
const before = [
  "/sign-in",
  "/sign-up",
  "/invitation",
  "/forgot-password",
  "/reset-password",
  "/verify-email",
  "/outbox",
  "/confirm-sign-up",
];

/** Pages behind the door that are not in the frame with the way out. */
export function signOutFault(sources: readonly Source[]): string | undefined {
  const textOf = (file: string) => sources.find((one) => one.file === file)?.text ?? "";
  const ofRoot = [...textOf("web/src/routes.tsx").matchAll(/getParentRoute: \(\) => root,\s*(?:path|id): "([^"]+)"/g)].map(
    ([, path = ""]) => path,
  );
  const outside = ofRoot.filter((path) => path !== "inside" && !before.includes(path));
  if (outside.length > 0) return `These pages are not in the frame that has the way out: ${outside.join(", ")}`;
  if (!/id: "inside",\s*component: AppFrame/.test(textOf("web/src/routes.tsx"))) return "Pages behind the door have another frame.";
  return /onClick=\{\(\) => leaving\.mutate\(\)\}>\s*Sign out/.test(textOf("web/src/session/app-frame.tsx"))
    ? undefined
    : "The frame has no button that signs out.";
}
