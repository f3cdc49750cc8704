/** The organisation itself: its name, and whether it demands a second factor of its members. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { FormEvent } from "react";
import type { ChangeOrganisation, OwnOrganisation } from "../../../../contracts/services/organisation.ts";
import { ApiProblem } from "../../api/problem.ts";
import { Badge } from "../../interface/badge.tsx";
import { Button } from "../../interface/button.tsx";
import { ChangedSince } from "../../interface/changed-since.tsx";
import { TextAreaField, TextField } from "../../interface/field.tsx";
import { textOf } from "../../interface/form.ts";
import { Failure, Loaded, Remark } from "../../interface/notice.tsx";
import { useSeen, type Words } from "../../interface/overtaken.ts";
import { Card, Section } from "../../interface/page.tsx";
import { useProved } from "../../session/identity.tsx";
import { usePermission } from "../../session/permission.ts";
import { meQuery } from "../../session/session.ts";
import { ownOrganisation } from "../demands.ts";
import { changeOrganisation, organisationQuery } from "./queries.ts";

export function OurOrganisation() {
  const query = useQuery(organisationQuery);
  return (
    <Section title="Organisation" lead="Its name, and what it demands of who belongs to it.">
      <Loaded query={query} what="the organisation">
        {(organisation) => <Settings shown={organisation} />}
      </Loaded>
    </Section>
  );
}

function Settings({ shown }: { shown: OwnOrganisation }) {
  const permission = usePermission(ownOrganisation, "rename it or demand a second factor");
  const queries = useQueryClient();
  const proved = useProved();
  const reread = () => queries.fetchQuery({ ...organisationQuery, staleTime: 0 });
  const overtaken = useSeen(shown, reread);
  const changing = useMutation({
    mutationFn: (change: ChangeOrganisation) => proved(() => changeOrganisation(overtaken.seen, change)),
    onError: overtaken.onError,
    onSuccess: (changed) => {
      overtaken.take(changed);
      queries.setQueryData(organisationQuery.queryKey, changed);
      void queries.invalidateQueries({ queryKey: meQuery.queryKey });
    },
  });
  const rename = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    changing.mutate({ name: textOf(new FormData(event.currentTarget), "name") });
  };
  const letIn = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const lines = textOf(new FormData(event.currentTarget), "origins").split("\n");
    changing.mutate({ origins: lines.map((line) => line.trim()).filter((line) => line !== "") });
  };
  const { name, secondFactorRequired, secondFactorRequiredOfAll, origins } = overtaken.seen;
  const wrong = changing.error instanceof ApiProblem ? changing.error.fields : {};
  const demand = (
    <p className="flex flex-wrap items-center gap-2 text-sm">
      Second factor {secondFactorRequired || secondFactorRequiredOfAll ? <Badge tone="good">demanded</Badge> : <Badge>not demanded</Badge>}
      {secondFactorRequiredOfAll && <span className="text-muted">of everybody in this installation, whatever is said here</span>}
    </p>
  );
  if (!permission.allowed)
    return (
      <Card className="space-y-3">
        <p className="font-medium wrap-anywhere">{name}</p>
        {demand}
        <p className="text-sm text-muted">{permission.reason}</p>
      </Card>
    );
  return (
    <Card className="space-y-4">
      <form onSubmit={rename} className="flex flex-wrap items-end gap-2">
        <TextField
          key={name}
          label="Name"
          name="name"
          required
          maxLength={100}
          defaultValue={name}
          error={wrong["name"]}
          className="min-w-64 grow"
        />
        <Button type="submit" pending={changing.isPending}>
          Rename
        </Button>
      </form>
      {demand}
      <p className="max-w-prose text-sm text-muted">
        {secondFactorRequired
          ? "Members without an authenticator app or a passkey can do nothing here but set one up, and their API keys do nothing."
          : "If you demand it, members without an authenticator app or a passkey can do nothing here until they have set one up; their API keys do nothing until then either."}
      </p>
      <Button pending={changing.isPending} onClick={() => changing.mutate({ secondFactorRequired: !secondFactorRequired })}>
        {secondFactorRequired ? "Demand it no more" : "Demand a second factor"}
      </Button>
      <form onSubmit={letIn} className="space-y-2">
        <TextAreaField
          key={origins.join()}
          label="Pages that may use the API"
          name="origins"
          rows={3}
          defaultValue={origins.join("\n")}
          error={wrong["origins"] ?? wrong["origins.0"]}
          hint="One a line, https://app.example: programs in pages of these origins may use the API with keys of your organisation. Never with a cookie."
        />
        <Button type="submit" pending={changing.isPending}>
          Save the pages
        </Button>
      </form>
      {changing.error !== null && <Failure error={changing.error} />}
      {changing.error !== null && <ChangedSince seen={overtaken} describe={describe} />}
      <div aria-live="polite">{changing.isSuccess && <Remark tone="good">Changed, and it holds from now on.</Remark>}</div>
    </Card>
  );
}

function describe({ name, secondFactorRequired, origins }: OwnOrganisation): Words {
  return { Name: name, "A second factor": secondFactorRequired ? "demanded" : "not demanded", Pages: origins.join(", ") || "none" };
}
