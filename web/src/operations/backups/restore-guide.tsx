/** How a backup becomes an installation again: by a command, into an empty one. */
import type { ReactNode } from "react";
import { CopyButton } from "../../interface/copy-button.tsx";
import { Section } from "../../interface/page.tsx";

const here = "npm run restore -- --from paissive.tar --state .paissive/restored";
const there = "PAISSIVE_OPERATOR_KEY=… npm run restore -- --from paissive.tar --url https://…";

export function RestoreGuide() {
  return (
    <Section
      title="Restoring"
      lead="A restore goes into an empty installation of the same build, never over this one; so it is a command and no button here."
    >
      <dl className="max-w-prose space-y-3 text-sm">
        <Way title="On this machine, from a downloaded file" command={here}>
          It makes a new state folder and checks every digest before it writes. Then <code>npm start -- --state .paissive/restored</code>.
        </Way>
        <Way title="Into a deployed installation" command={there}>
          Deploy the same build into fresh databases and buckets first, and let nobody sign up and no GPU node join before it is done.
        </Way>
      </dl>
      <p className="max-w-prose text-sm text-muted">
        Everybody signs in as before. Sessions, keys and secrets are in the file: keep it as you keep the databases. An erasure does not
        reach into backups: delete those made before it.
      </p>
    </Section>
  );
}

function Way({ title, command, children }: { title: string; command: string; children: ReactNode }) {
  return (
    <div>
      <dt className="font-medium">{title}</dt>
      <dd className="mt-1 space-y-1">
        <div className="flex flex-wrap items-center gap-2">
          <code className="rounded bg-raised px-2 py-1 wrap-anywhere">{command}</code>
          <CopyButton text={command} />
        </div>
        <p className="text-muted">{children}</p>
      </dd>
    </div>
  );
}
