/** What is asked for beside the password, and what signs in without one. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { recoveryCodeCount, type Factors as FactorsView, type Passkey } from "../../../../contracts/services/factors.ts";
import { Badge } from "../../interface/badge.tsx";
import { Button } from "../../interface/button.tsx";
import { moment } from "../../interface/formats.ts";
import { Empty, Loaded, Remark } from "../../interface/notice.tsx";
import { Card, Section } from "../../interface/page.tsx";
import { Table, type Column } from "../../interface/table.tsx";
import { hasPasskeys } from "../../session/passkey.ts";
import { FactorQuestion, type Asked } from "./factor-question.tsx";
import { PasskeyDialog } from "./passkey-dialog.tsx";
import { factorsQuery } from "./queries.ts";
import { TotpDialog } from "./totp-dialog.tsx";

/** So few that one should make new ones. */
const fewCodes = 3;

export function Factors() {
  const query = useQuery(factorsQuery);
  const [asked, setAsked] = useState<Asked | "add-totp" | "add-passkey" | null>(null);
  const close = () => setAsked(null);
  return (
    <>
      <Loaded query={query} what="your second factors">
        {(factors) => (
          <>
            <Totp factors={factors} onAsk={setAsked} />
            <Passkeys passkeys={factors.passkeys} onAsk={setAsked} />
            <RecoveryCodes factors={factors} onAsk={setAsked} />
          </>
        )}
      </Loaded>
      {asked === "add-totp" && <TotpDialog onClose={close} />}
      {asked === "add-passkey" && <PasskeyDialog onClose={close} />}
      {asked !== null && typeof asked === "object" && <FactorQuestion asked={asked} onClose={close} />}
    </>
  );
}

type Ask = (asked: Asked | "add-totp" | "add-passkey") => void;

function Totp({ factors: { totp }, onAsk }: { factors: FactorsView; onAsk: Ask }) {
  return (
    <Section title="Authenticator app" lead="After the password, six digits that an app on your phone shows.">
      <Card className="flex flex-wrap items-center justify-between gap-3 text-sm">
        {totp === null ? <Badge>not in use</Badge> : <span>In use since {moment(totp.confirmedAt)}</span>}
        {totp === null ? (
          <Button look="primary" onClick={() => onAsk("add-totp")}>
            Set up an app
          </Button>
        ) : (
          <Button look="danger" onClick={() => onAsk({ what: "remove-totp" })}>
            Remove it
          </Button>
        )}
      </Card>
    </Section>
  );
}

function Passkeys({ passkeys, onAsk }: { passkeys: readonly Passkey[]; onAsk: Ask }) {
  const columns: Column<Passkey>[] = [
    { header: "Name", heads: true, cell: ({ name }) => name },
    { header: "Made", className: "whitespace-nowrap", cell: ({ createdAt }) => moment(createdAt) },
    { header: "Last used", className: "whitespace-nowrap", cell: ({ lastUsedAt }) => (lastUsedAt === null ? "never" : moment(lastUsedAt)) },
    { header: "Kept", cell: ({ backedUp }) => (backedUp ? "on several devices" : "on one device") },
    {
      header: <span className="sr-only">Remove</span>,
      cell: ({ id, name }) => (
        <Button look="danger" aria-label={`Remove the passkey ${name}`} onClick={() => onAsk({ what: "remove-passkey", id, name })}>
          Remove
        </Button>
      ),
    },
  ];
  return (
    <Section
      title="Passkeys"
      lead="Your device signs you in by finger, face or PIN: instead of the password, or after it. Nobody can be tricked into giving one away."
      actions={
        hasPasskeys() && (
          <Button look="primary" onClick={() => onAsk("add-passkey")}>
            New passkey
          </Button>
        )
      }
    >
      {passkeys.length === 0 ? (
        <Empty title="No passkeys yet">
          {!hasPasskeys() && <p>This browser has none here: they need HTTPS, or http://localhost by its name.</p>}
        </Empty>
      ) : (
        <Table caption="Your passkeys" columns={columns} rows={passkeys} keyOf={({ id }) => id} />
      )}
    </Section>
  );
}

function RecoveryCodes({ factors: { totp, passkeys, recoveryCodesLeft }, onAsk }: { factors: FactorsView; onAsk: Ask }) {
  if (totp === null && passkeys.length === 0) return null;
  return (
    <Section title="Recovery codes" lead="For the day on which your device is gone: each counts once in place of the second factor.">
      <Card className="flex flex-wrap items-center justify-between gap-3 text-sm">
        <span>
          {recoveryCodesLeft} of {recoveryCodeCount} are left.
        </span>
        <Button onClick={() => onAsk({ what: "replace-codes" })}>Make new ones</Button>
      </Card>
      {recoveryCodesLeft <= fewCodes && <Remark>Few are left. Make new ones while you can sign in.</Remark>}
    </Section>
  );
}
