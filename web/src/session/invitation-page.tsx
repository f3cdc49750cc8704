/** What an invitation is to, and the ways in: with the account that one has, or with a new one. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { FormEvent } from "react";
import type { InvitationPreview } from "../../../contracts/services/members.ts";
import { ApiProblem } from "../api/problem.ts";
import { Button, buttonClass } from "../interface/button.tsx";
import { TextField } from "../interface/field.tsx";
import { textOf } from "../interface/form.ts";
import { moment } from "../interface/formats.ts";
import { Failure, Loading, Remark } from "../interface/notice.tsx";
import { AccountFrame } from "./account-frame.tsx";
import { acceptInvitation, previewInvitation, signUp } from "./door.ts";
import { useEntered } from "./entering.ts";
import { LinkBroken } from "./link-broken.tsx";
import { forgetLinkToken, useLinkToken } from "./link-token.ts";
import { NewPasswordField } from "./password-field.tsx";
import { meQuery } from "./session.ts";

export function InvitationPage() {
  const token = useLinkToken();
  return token === undefined ? (
    <AccountFrame title="Invitation" lead="Somebody asks you to join an organisation.">
      <LinkBroken />
    </AccountFrame>
  ) : (
    <Opened token={token} />
  );
}

function Opened({ token }: { token: string }) {
  // Not under the token: what the cache knows an answer by is no place for it. One page opens one invitation.
  const preview = useQuery({ queryKey: ["invitation"], queryFn: () => previewInvitation(token), retry: false, gcTime: 0 });
  const me = useQuery(meQuery);
  if (preview.data === undefined) {
    return (
      <AccountFrame title="Invitation" lead="Somebody asks you to join an organisation.">
        {preview.error === null ? (
          <Loading what="the invitation" />
        ) : (
          <Failure error={preview.error} onRetry={() => void preview.refetch()} />
        )}
      </AccountFrame>
    );
  }
  const { organisation, role, email, expiresAt } = preview.data;
  return (
    <AccountFrame
      title={`Join ${organisation.name}`}
      lead={`You are invited as ${role}, with the address ${email}, until ${moment(expiresAt)}.`}
    >
      {me.isPending ? (
        <Loading what="who you are" />
      ) : me.data === undefined ? (
        <NewAccount token={token} invitation={preview.data} />
      ) : (
        <OwnAccount token={token} invitation={preview.data} address={me.data.user.email} />
      )}
    </AccountFrame>
  );
}

function OwnAccount({ token, invitation, address }: { token: string; invitation: InvitationPreview; address: string }) {
  const entered = useEntered();
  const accepting = useMutation({
    mutationFn: () => acceptInvitation(token),
    onSuccess: () => {
      forgetLinkToken();
      entered("/account");
    },
  });
  return (
    <div className="space-y-4">
      <p className="text-sm">You are signed in as {address}.</p>
      {address !== invitation.email && (
        <Remark>The invitation is for {invitation.email}. Sign out, and open the link again as that person.</Remark>
      )}
      {accepting.error !== null && <Failure error={accepting.error} />}
      <Button look="primary" pending={accepting.isPending} onClick={() => accepting.mutate()} className="w-full">
        Join
      </Button>
    </div>
  );
}

function NewAccount({ token, invitation: { email } }: { token: string; invitation: InvitationPreview }) {
  const entered = useEntered();
  const joining = useMutation({
    mutationFn: ({ name, password }: { name: string; password: string }) => signUp({ email, name, password, invitation: token }),
    onSuccess: (answer) => {
      forgetLinkToken();
      if ("user" in answer) entered();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    joining.mutate({ name: textOf(form, "name"), password: textOf(form, "password") });
  };
  const wrong = joining.error instanceof ApiProblem ? joining.error.fields : {};
  if (joining.data && !("user" in joining.data)) return <Remark tone="good">A link is on its way to {email}. Open it to finish.</Remark>;
  return (
    <div className="space-y-6">
      <Link to="/sign-in" search={{ next: "/invitation" }} className={buttonClass("secondary", "w-full")}>
        I have an account: sign in
      </Link>
      <form onSubmit={submit} className="space-y-4">
        <p className="text-sm text-muted">Or make one for {email}:</p>
        <TextField label="Your name" name="name" autoComplete="name" required maxLength={100} error={wrong["name"]} />
        <NewPasswordField error={wrong["password"]} />
        {joining.error !== null && <Failure error={joining.error} />}
        <Button type="submit" look="primary" pending={joining.isPending} className="w-full">
          Create the account and join
        </Button>
      </form>
    </div>
  );
}
