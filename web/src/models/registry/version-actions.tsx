/** What the operator can do with a version: name its release, retire it. */
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import type { KeyedApi } from "../../api/client.ts";
import { ApiProblem } from "../../api/problem.ts";
import { Button } from "../../interface/button.tsx";
import { ConfirmDialog } from "../../interface/confirm-dialog.tsx";
import { TextField } from "../../interface/field.tsx";
import { textOf } from "../../interface/form.ts";
import { Failure } from "../../interface/notice.tsx";
import { nameRelease, retireVersion } from "../operator-queries.ts";
import type { Version } from "../queries.ts";
import { versionName } from "../version-name.ts";
import { useReread } from "./alias-dialog.tsx";

export function VersionActions({ api, version }: { api: KeyedApi; version: Version }) {
  return (
    <div className="space-y-4 border-t border-line pt-4">
      {version.release === null && <ReleaseForm api={api} version={version} />}
      <Retiring api={api} version={version} />
    </div>
  );
}

function ReleaseForm({ api, version }: { api: KeyedApi; version: Version }) {
  const reread = useReread();
  const naming = useMutation({ mutationFn: (release: string) => nameRelease(api, version.id, release), onSuccess: reread });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    naming.mutate(textOf(new FormData(event.currentTarget), "release").trim());
  };
  const wrong = naming.error instanceof ApiProblem ? naming.error.fields["release"] : undefined;
  return (
    <form onSubmit={submit} className="space-y-2">
      <div className="flex flex-wrap items-end gap-2">
        <TextField label="Release" name="release" required maxLength={100} placeholder="1.0.0" error={wrong} className="w-48" />
        <Button type="submit" pending={naming.isPending}>
          Name it
        </Button>
      </div>
      <p className="text-muted">A semantic version. It is given for good; a minor version of 0.x counts as a breaking change.</p>
      {naming.error !== null && wrong === undefined && <Failure error={naming.error} />}
    </form>
  );
}

function Retiring({ api, version }: { api: KeyedApi; version: Version }) {
  const [asked, setAsked] = useState(false);
  const reread = useReread();
  const retiring = useMutation({
    mutationFn: () => retireVersion(api, version.id),
    onSuccess: async () => {
      await reread();
      setAsked(false);
    },
  });
  const meantBy = [...version.aliases, ...version.canaryOf];
  if (meantBy.length > 0) {
    return <p className="text-muted">It can be retired once no alias means it: now {meantBy.join(", ")} does.</p>;
  }
  return (
    <>
      <Button look="danger" onClick={() => setAsked(true)}>
        Retire this version
      </Button>
      {asked && (
        <ConfirmDialog
          title={`Retire ${versionName(version)}?`}
          verb="Retire"
          look="danger"
          pending={retiring.isPending}
          error={retiring.error}
          onConfirm={() => retiring.mutate()}
          onClose={() => setAsked(false)}
        >
          <p>
            No call gets this version any more, not even one that names it, whatever nodes offer. This cannot be undone. Its figures and
            what was embedded with it stay.
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}
