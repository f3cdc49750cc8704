/** Entries of the audit log in words. */
import type { AuditAction, AuditEntry } from "../../../../contracts/services/audit.ts";
import { title, words } from "../../interface/formats.ts";

/** "member.role-changed" → "Member: role changed" */
export function actionWords(action: AuditAction): string {
  const [noun = "", verb = ""] = action.split(".");
  return `${title(noun)}: ${words(verb)}`;
}

/** `{ role: "editor", before: null }` → "role: editor, before: none" */
export function detailWords(details: AuditEntry["details"]): string {
  const entries = Object.entries(details);
  if (entries.length === 0) return "–";
  return entries
    .map(([name, value]) => {
      const shown = Array.isArray(value) ? value.join(" ") : value === null ? "none" : String(value);
      return `${words(name)}: ${shown}`;
    })
    .join(", ");
}
