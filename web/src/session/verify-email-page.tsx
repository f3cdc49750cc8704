/** Confirms that an address is the person's own. By a click, because scanners of e-mail open links by themselves. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "../interface/button.tsx";
import { Failure, Remark } from "../interface/notice.tsx";
import { AccountFrame } from "./account-frame.tsx";
import { verifyEmail } from "./door.ts";
import { LinkBroken } from "./link-broken.tsx";
import { forgetLinkToken, useLinkToken } from "./link-token.ts";
import { meQuery } from "./session.ts";

export function VerifyEmailPage() {
  const token = useLinkToken();
  const queries = useQueryClient();
  const verifying = useMutation({
    mutationFn: () => verifyEmail(token ?? ""),
    onSuccess: () => {
      forgetLinkToken();
      queries.removeQueries({ queryKey: meQuery.queryKey });
    },
  });
  return (
    <AccountFrame title="Confirm your address" lead="So that we know that e-mail reaches you.">
      {verifying.data ? (
        <div className="space-y-4">
          <Remark tone="good">{verifying.data.email} is confirmed.</Remark>
          <Link to="/niches" className="font-medium text-accent underline underline-offset-4">
            Go to the niches
          </Link>
        </div>
      ) : token === undefined ? (
        <LinkBroken />
      ) : (
        <div className="space-y-4">
          {verifying.error !== null && <Failure error={verifying.error} />}
          <Button look="primary" pending={verifying.isPending} onClick={() => verifying.mutate()} className="w-full">
            Confirm the address
          </Button>
        </div>
      )}
    </AccountFrame>
  );
}
