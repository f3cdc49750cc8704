/** The texts of all e-mails. Plain text; a link's token stands after `#`, which browsers send to nobody. */
import { linkMinutes } from "../../../contracts/services/mail.ts";
import { invitationDays } from "../../../contracts/services/members.ts";

export interface Letter {
  subject: string;
  text: string;
}

const signature = "\n\npAIssive";
const ignore = "If this was not you, ignore this e-mail: nothing happens without the link.";

export function signUpLetter(site: string, token: string): Letter {
  return letter("Confirm your address", [
    "Somebody, probably you, signs up for pAIssive with this address. Open this link and enter the password that you chose:",
    `${site}/confirm-sign-up#${token}`,
    `It works for ${hours(linkMinutes["sign-up"])}. ${ignore}`,
  ]);
}

/** For who signs up with an address that has an account: told by e-mail, because the answer tells nobody. */
export function knownLetter(site: string): Letter {
  return letter("You have an account already", [
    "Somebody, probably you, tried to sign up for pAIssive with this address, which has an account. Sign in with it:",
    `${site}/sign-in`,
    "Should you have forgotten the password, ask there for a new one. If this was not you, ignore this e-mail.",
  ]);
}

export function verifyLetter(site: string, token: string): Letter {
  return letter("Confirm your address", [
    "Open this link to confirm that this address is yours:",
    `${site}/verify-email#${token}`,
    `It works for ${hours(linkMinutes["verify-email"])}. ${ignore}`,
  ]);
}

export function resetLetter(site: string, token: string): Letter {
  return letter("Choose a new password", [
    "Somebody, probably you, has forgotten the password of this account. Open this link to choose a new one:",
    `${site}/reset-password#${token}`,
    `It works once, for ${linkMinutes["reset-password"]} minutes. ${ignore}`,
  ]);
}

export function passwordChangedLetter(site: string): Letter {
  return letter("Your password was changed", [
    "The password of your account was changed, and all other sessions were ended.",
    "If this was not you, choose a new one at once:",
    `${site}/forgot-password`,
  ]);
}

export function invitationLetter(
  site: string,
  { organisation, role, token }: { organisation: string; role: string; token: string },
): Letter {
  return letter(`Join ${organisation} on pAIssive`, [
    `You are invited to ${organisation} as ${role === "admin" || role === "editor" || role === "owner" ? "an" : "a"} ${role}. Open this link to join:`,
    `${site}/invitation#${token}`,
    `It works once, for ${invitationDays} days. If you do not know what this is about, ignore this e-mail.`,
  ]);
}

function letter(subject: string, paragraphs: string[]): Letter {
  // A name within a subject must not be able to begin another header.
  return { subject: subject.replaceAll(/\p{Cc}+/gu, " "), text: paragraphs.join("\n\n") + signature };
}

function hours(minutes: number): string {
  return `${minutes / 60} hours`;
}
