/** The events of this service as envelopes. The subjects other than the audit log have at most two, so their sequences are known without a read. */
import { envelope, type EventEnvelope } from "../../contracts/events/index.ts";
import type { Role, Scope } from "../../contracts/principal.ts";
import type { AuditEntry } from "../../contracts/services/audit.ts";

const source = "/auth";

export function organisationCreated({ organisation, owner, now }: { organisation: string; owner: string; now: number }): EventEnvelope {
  const subject = `organisation/${organisation}/${organisation}`;
  return envelope({
    source,
    type: "organisation.created",
    dataversion: 1,
    subject,
    sequence: 1,
    organisation,
    time: now,
    data: { organisation, owner },
  });
}

export function userSignedUp({
  user,
  organisation,
  role,
  now,
}: {
  user: string;
  organisation: string;
  role: Role;
  now: number;
}): EventEnvelope {
  const subject = `user/${organisation}/${user}`;
  return envelope({
    source,
    type: "user.signed-up",
    dataversion: 1,
    subject,
    sequence: 1,
    organisation,
    time: now,
    data: { user, organisation, role },
  });
}

export interface KeyMade {
  key: string;
  organisation: string;
  owner?: string;
  service?: string;
  scopes: Scope[];
  expiresAt: string | null;
  now: number;
}

export function apiKeyCreated({ organisation, now, ...data }: KeyMade): EventEnvelope {
  const subject = `api-key/${organisation}/${data.key}`;
  return envelope({ source, type: "api-key.created", dataversion: 1, subject, sequence: 1, organisation, time: now, data });
}

export function apiKeyRevoked({
  organisation,
  now,
  ...data
}: {
  key: string;
  organisation: string;
  revokedBy: string;
  now: number;
}): EventEnvelope {
  const subject = `api-key/${organisation}/${data.key}`;
  return envelope({ source, type: "api-key.revoked", dataversion: 1, subject, sequence: 2, organisation, time: now, data });
}

/** An entry of the audit log, by which it stands in the event store too. */
export function auditRecorded({ organisation, sequence, action, actor, target, details, hash }: AuditEntry, now: number): EventEnvelope {
  const subject = `audit/${organisation}/${organisation}`;
  const data = { action, actor, target, details, hash };
  return envelope({ source, type: "audit.recorded", dataversion: 1, subject, sequence, organisation, time: now, data });
}
