/** What the fuzzing takes for right though the description alone would not say so; each with the reason. */

/** Operations of which no valid request is carried out, as a request alone cannot be what they want. */
export const neverDone: Readonly<Record<string, string>> = {
  startRestore: "puts a backup in the place of all that is stored: it is given ids of none",
  getRestore: "reads a restore, and none is made",
  sendBackupManifest: "takes the digest of what a backup holds",
  listMails: "reads the outbox of an installation without e-mail on the operator's machine",
  requestEmailVerification: "sends an e-mail, and the installation of the proof sends none",
  forgotPassword: "sends an e-mail, and the installation of the proof sends none",
  verifyEmail: "takes a token from an e-mail",
  resetPassword: "takes a token from an e-mail",
  confirmSignUp: "takes a token from an e-mail",
  acceptInvitation: "takes a token from an e-mail",
  previewInvitation: "takes a token from an e-mail",
  redeemDevice: "takes the code that the device itself was given",
  signInWithCode: "takes the challenge of a right password",
  signInWithPasskey: "takes an authenticator's answer to a question of a moment ago",
  addPasskey: "takes an authenticator's answer to a question of a moment ago",
  confirmTotp: "takes a code of an authenticator app",
  removeTotp: "takes off an app that was confirmed",
  transferOwnership: "takes the organisation from whoever asks",
  redriveSubject: "takes events that failed for good",
  decideApproval: "takes a run that waits for an approval; that of the proof ends before",
  joinNode: "takes the join token, and no credential",
  nodeHeartbeat: "is signed by a node, as its tests do",
  openNodeLink: "is signed by a node, as its tests do",
  drainNode: "takes a node out of the pool that the rest is tried with: it is given ids of none",
  resumeNode: "is given ids of none, as drainNode",
  revokeNode: "ends a node that the rest is tried with: it is given ids of none",
};

/** Operations that slow down whoever guesses. Of all others a 429 is a finding: the limits of the proof are out of reach. */
export const throttled: ReadonlySet<string> = new Set([
  "signIn",
  "signInWithCode",
  "signInWithPasskey",
  "confirmIdentity",
  "changePassword",
  "confirmTotp",
  "getWaitingDevice",
  "decideDevice",
  "redeemDevice",
]);

/** Refused for what it means, though its schema allows it: the words of the refusal, and what a schema cannot say. */
interface Meaning {
  said: RegExp;
  why: string;
}

const email: Meaning = { said: /not an e-mail address/, why: "an e-mail address is read by rules of its own" };
const password: Meaning = {
  said: /Use at least 8 characters|Use another|too common|contains|known/,
  why: "a password is long enough and nobody's first guess",
};
const secret: Meaning = {
  said: /not your present password|code is wrong|answer of a passkey/,
  why: "a password, a code or a signature is right or wrong",
};
const fitting: Meaning = {
  said: /ascending order|low ≤ value ≤ high|successes ≤ trials|needs a lognormal above 0|must not exceed|must rise from above 0|add up to (?:more than )?1|upper end/,
  why: "some of its numbers bound others",
};
const share: Meaning = { said: /must be at most 1"/, why: "a share is written as a decimal text" };
const amount: Meaning = {
  said: /becomes larger than|too large to be stated|too wide to be multiplied|beyond any figure/,
  why: "what comes out has to stay within whole numbers",
};
const resolution: Meaning = { said: /single minutes are kept/, why: "how fine it can be depends on how long ago it was" };
const portion: Meaning = { said: /must lie between 0 and 1/, why: "a share is at most 1, in whatever form it is stated" };
const evidence: Meaning = { said: /a basis of evidence needs/, why: "what rests on evidence names it" };
const money: Meaning = { said: /must not be negative/, why: "some amounts may be owed and others may not" };
const version: Meaning = { said: /There are versions/, why: "a version is one that there was" };
const digest: Meaning = { said: /SHA-256|manifest of another/, why: "a digest is that of the bytes, and a manifest names its backup" };
const address: Meaning = { said: /complete address|address/, why: "where a webhook may go is more than an address" };

/** By operation. */
export const meant: Readonly<Record<string, readonly Meaning[]>> = {
  editEffect: [
    {
      said: /expected nonoptional/,
      why: "its input may be anything but absent, and what may be anything is described as what may be absent",
    },
  ],
  eraseOrganisation: [{ said: /write the id of your organisation/, why: "it names the organisation that is erased" }],
  sendBackupPart: [digest],
  sendBackupManifest: [digest],
  createApiKey: [{ said: /must lie in the future/, why: "a key ends in the future" }],
  confirmIdentity: [secret],
  confirmTotp: [secret],
  changePassword: [secret],
  forgotPassword: [email],
  signIn: [email],
  signUp: [email, password, { said: /one of the two/, why: "either an organisation or an invitation is named" }],
  createInvitation: [email],
  rewindSubscription: [{ said: /it can go back from there/, why: "a position lies before the present one" }],
  evaluateExperiment: [fitting],
  createMarketingPlan: [fitting, evidence, money],
  createEmbeddings: [{ said: /must be at most \d+, which is what/, why: "a model gives no more dimensions than it has" }],
  sendUploadPart: [{ said: /was opened for \d+ bytes/, why: "a part lies within the file" }],
  sizeMarket: [fitting, amount, portion],
  analysePriceSensitivity: [fitting, amount, evidence, money],
  recommendPrice: [fitting, amount, evidence, money],
  projectRevenue: [fitting, amount, evidence, money],
  startRun: [fitting, amount, evidence, money],
  calculateLifetimeValue: [amount],
  calculateUsageBill: [share, amount, fitting],
  calculateInvoiceTotals: [share, amount],
  calculateChurn: [{ said: /must end after it begins/, why: "a window ends after it begins" }],
  calculateProration: [{ said: /outside the period/, why: "the change lies within the period" }],
  weighCriteria: [{ said: /form a square|reciprocal/, why: "judgements form a square, each the reciprocal of its opposite" }],
  setModelFallback: [{ said: /stands alone|needs at least one/, why: "strategies exclude each other, or need what they are about" }],
  getModelMetrics: [resolution],
  compareModelVersions: [resolution],
  forkRun: [version],
  forkNiche: [version],
  createTeam: [{ said: /exactly 5 items|profiles/, why: "there is one profile of each role" }],
  compareNiches: [{ said: /niche id such as/, why: "the ids stand in one text" }],
  getComparisonReport: [{ said: /niche id such as/, why: "the ids stand in one text" }],
  setOpportunityWeights: [
    {
      said: /add up to 100|are not judged|are judged twice|judged against itself/,
      why: "weights are parts of a whole, and pairs of two different factors are judged, all of them",
    },
  ],
  sizeNicheMarket: [fitting, amount, portion],
  scoreOutcomes: [{ said: /Nobody rated/, why: "somebody has to have rated something" }],
  importEvidence: [
    { said: /There is no column/, why: "columns are named that the file has" },
    { said: /There is no encoding/, why: "an encoding is one that browsers know" },
  ],
  importMarketTable: [{ said: /do not make a market table/, why: "a table has the columns of its kind" }],
  overrideThemes: [{ said: /two different texts/, why: "a pair is of two texts" }],
  addNicheSource: [{ said: /has no token named/, why: "a token is one that the organisation was given" }, address],
  analyseReadability: [{ said: /holds no words/, why: "a text has words" }],
  createWebhook: [address],
  changeOrganisation: [{ said: /must be an origin/, why: "only a page has an origin" }],
  changeWebhook: [address],
};
