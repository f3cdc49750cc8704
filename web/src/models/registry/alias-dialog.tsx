/** Asks before an alias changes, and says for whom what changes. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { AliasView } from "../../../../contracts/services/model-registry.ts";
import type { KeyedApi } from "../../api/client.ts";
import { ConfirmDialog } from "../../interface/confirm-dialog.tsx";
import { words } from "../../interface/formats.ts";
import { Loaded, Remark } from "../../interface/notice.tsx";
import { useSeen, type Seen, type Words } from "../../interface/overtaken.ts";
import { endCanary, promote, rollBack } from "../operator-queries.ts";
import { aliasesQuery, aliasQuery, versionsQuery, type Version } from "../queries.ts";
import { CanaryDialog } from "./canary-dialog.tsx";
import { FallbackDialog } from "./fallback-dialog.tsx";
import { meantWords, percentWords, reembedding, type Meant } from "./meant.ts";
import { MoveAliasDialog } from "./move-alias-dialog.tsx";
import { rollBackTarget } from "./roll-back-target.ts";

export type AliasQuestion = "promote" | "roll-back" | "end-canary" | "canary" | "move" | "fallback";

export interface AliasDialogProps {
  api: KeyedApi;
  /** Undefined: a new one. */
  alias: AliasView | undefined;
  versions: readonly Version[];
  onClose: () => void;
}

export function AliasDialog({ question, ...props }: AliasDialogProps & { question: AliasQuestion }) {
  const { alias, ...rest } = props;
  if (alias === undefined || question === "move") return <MoveAliasDialog {...props} />;
  switch (question) {
    case "canary":
      return <CanaryDialog {...rest} alias={alias} />;
    case "fallback":
      return <FallbackDialog {...rest} alias={alias} />;
    case "promote":
      return <Promote {...rest} alias={alias} />;
    case "end-canary":
      return <EndCanary {...rest} alias={alias} />;
    case "roll-back":
      return <RollBack {...rest} alias={alias} />;
    default:
      return null;
  }
}

type KnownAlias = AliasDialogProps & { alias: AliasView };

function Promote({ api, alias, versions, onClose }: KnownAlias) {
  const { model, canary } = alias;
  return (
    <Change
      title={`Promote the canary of ${alias.alias}?`}
      verb="Promote"
      change={() => promote(api, alias.alias)}
      onClose={onClose}
      warning={canary ? reembedding(taskOf(versions, canary), model, canary, 100 - canary.percent) : undefined}
    >
      {canary && (
        <p>
          Every organisation gets {meantWords(canary)} from the next call on, instead of {meantWords(model)}. Rolling back returns to that.
        </p>
      )}
    </Change>
  );
}

function EndCanary({ api, alias, versions, onClose }: KnownAlias) {
  const { model, canary } = alias;
  return (
    <Change
      title={`End the canary of ${alias.alias}?`}
      verb="End the canary"
      change={() => endCanary(api, alias.alias)}
      onClose={onClose}
      warning={canary ? reembedding(taskOf(versions, model), canary, model, canary.percent) : undefined}
    >
      {canary && (
        <p>
          The {percentWords(canary.percent)} of organisations that had {meantWords(canary)} get {meantWords(model)} as all others do.
        </p>
      )}
    </Change>
  );
}

function RollBack({ api, alias, versions, onClose }: KnownAlias) {
  const query = useQuery(aliasQuery(alias.alias));
  if (alias.canary) return <EndCanary api={api} alias={alias} versions={versions} onClose={onClose} />;
  const target = query.data && rollBackTarget(query.data.history);
  return (
    <Change
      title={`Roll ${alias.alias} back?`}
      verb="Roll back"
      look="danger"
      change={() => rollBack(api, alias.alias)}
      onClose={onClose}
      warning={reembedding(taskOf(versions, alias.model), alias.model, target, 100)}
    >
      <Loaded query={query} what="what it meant before">
        {() =>
          target === undefined ? (
            <p>{alias.alias} never meant another version: there is nothing to roll back to.</p>
          ) : (
            <p>
              Every organisation gets {meantWords(target)} from the next call on, as before {meantWords(alias.model)}.
            </p>
          )
        }
      </Loaded>
    </Change>
  );
}

interface ChangeProps {
  title: string;
  verb: string;
  look?: "primary" | "danger";
  change: () => Promise<unknown>;
  /** What has to be embedded again. */
  warning?: string | undefined;
  onClose: () => void;
  children: ReactNode;
}

function Change({ title, verb, look = "primary", change, warning, onClose, children }: ChangeProps) {
  const reread = useReread();
  const changing = useMutation({
    mutationFn: change,
    onSuccess: async () => {
      await reread();
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title={title}
      verb={verb}
      look={look}
      pending={changing.isPending}
      error={changing.error}
      onConfirm={() => changing.mutate()}
      onClose={onClose}
    >
      {children}
      {warning !== undefined && <Remark>{warning}</Remark>}
    </ConfirmDialog>
  );
}

/** The alias as it was shown, to be changed at that revision; undefined: that is not there. */
export function useSeenAlias<T extends AliasView | undefined>(shown: T): Seen<AliasView | T> {
  const queries = useQueryClient();
  return useSeen<AliasView | T>(shown, async () => {
    const aliases = await queries.fetchQuery({ ...aliasesQuery, staleTime: 0 });
    return aliases.find(({ alias }) => alias === shown?.alias);
  });
}

/** What the changes of an alias are about. */
export function describeAlias(alias: AliasView | undefined): Words {
  if (alias === undefined) return {};
  const { model, canary, fallback } = alias;
  return {
    "It means": meantWords(model),
    Canary: canary === null ? "none" : `${meantWords(canary)} for ${percentWords(canary.percent)}`,
    Fallback: fallback === null ? "none" : fallback.strategies.map(words).join(", then "),
  };
}

/** Reads aliases and versions anew. */
export function useReread(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    void queries.invalidateQueries({ queryKey: versionsQuery.queryKey });
    await queries.invalidateQueries({ queryKey: aliasesQuery.queryKey });
  };
}

export function taskOf(versions: readonly Version[], meant: Pick<Meant, "name" | "version">): string | undefined {
  return versions.find(({ name, version }) => name === meant.name && version === meant.version)?.task;
}
