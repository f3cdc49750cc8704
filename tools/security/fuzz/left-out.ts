/** What the fuzzing leaves out, and what it takes for right though the description alone would not say so; each with the reason. */

/** Operations that are not called, since they end what the others need. */
export const leftOut: Readonly<Record<string, string>> = {
  eraseOrganisation: "erases the organisation that everything is tried in",
  signOut: "ends the session that asks",
  startRestore: "puts a backup in the place of all that is stored",
  deleteBackup: "deletes what a restore would need, of the whole installation",
  sendBackupManifest: "makes a backup of what was drawn, which nothing could be restored from",
  sendBackupPart: "stores parts of such a backup, up to 32 MiB each",
};

/** Refused for what it means, though its schema allows it: the words of the refusal, and what a schema cannot say. */
interface Meaning {
  said: RegExp;
  why: string;
}

const email: Meaning = { said: /not an e-mail address/, why: "an e-mail address is read by rules of its own" };
const secret: Meaning = {
  said: /not your present password|code is wrong|answer of a passkey/,
  why: "a password, a code or a signature is right or wrong",
};
const fitting: Meaning = {
  said: /ascending order|low ≤ value ≤ high|must not exceed|add up to 1|upper end/,
  why: "some of its numbers bound others",
};
const share: Meaning = { said: /must be at most 1"/, why: "a share is written as a decimal text" };
const amount: Meaning = {
  said: /becomes larger than|too wide to be multiplied|beyond any figure/,
  why: "what comes out has to stay within whole numbers",
};
const resolution: Meaning = { said: /single minutes are kept/, why: "how fine it can be depends on how long ago it was" };
const evidence: Meaning = { said: /a basis of evidence needs/, why: "what rests on evidence names it" };
const money: Meaning = { said: /must not be negative/, why: "some amounts may be owed and others may not" };
const version: Meaning = { said: /There are versions/, why: "a version is one that there was" };
const address: Meaning = { said: /complete address|address/, why: "where a webhook may go is more than an address" };

/** By operation. */
export const meant: Readonly<Record<string, readonly Meaning[]>> = {
  editEffect: [
    {
      said: /expected nonoptional/,
      why: "its input may be anything but absent, and what may be anything is described as what may be absent",
    },
  ],
  createApiKey: [{ said: /must lie in the future/, why: "a key ends in the future" }],
  confirmIdentity: [secret],
  confirmTotp: [secret],
  changePassword: [secret],
  forgotPassword: [email],
  signIn: [email],
  signUp: [email, { said: /one of the two/, why: "either an organisation or an invitation is named" }],
  createInvitation: [email],
  rewindSubscription: [{ said: /it can go back from there/, why: "a position lies before the present one" }],
  evaluateExperiment: [fitting],
  createMarketingPlan: [fitting, evidence, money],
  sizeMarket: [fitting, amount],
  analysePriceSensitivity: [fitting, amount, evidence, money],
  recommendPrice: [fitting, amount, evidence, money],
  projectRevenue: [fitting, amount, evidence, money],
  startRun: [fitting, amount, evidence, money],
  calculateLifetimeValue: [amount],
  calculateUsageBill: [share, amount],
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
  setOpportunityWeights: [{ said: /add up to 100/, why: "weights are parts of a whole" }],
  sizeNicheMarket: [fitting, amount],
  scoreOutcomes: [{ said: /Nobody rated/, why: "somebody has to have rated something" }],
  importEvidence: [{ said: /There is no column/, why: "columns are named that the file has" }],
  analyseReadability: [{ said: /holds no words/, why: "a text has words" }],
  createWebhook: [address],
  changeWebhook: [address],
};
