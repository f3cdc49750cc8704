/**
 * Who may call which operation of the public API, by its `operationId`. The services check it themselves; the API's description says it
 * (`x-scope`, `x-only`), and `npm run security` calls every operation as every kind of caller and compares.
 */
import type { Scope } from "./principal.ts";

export interface Access {
  /** All of them are needed. None: whoever is signed in. */
  scopes: readonly Scope[];
  /** `owner`: an owner of the organisation, in person, not a key. `operator`: who runs the installation. */
  only?: "owner" | "operator";
}

const allOf = (...scopes: Scope[]): Access => ({ scopes });
const owner = (...scopes: Scope[]): Access => ({ scopes, only: "owner" });
const operator: Access = { scopes: ["installation:admin"], only: "operator" };

/** `open`: needs no credential, or (the three calls of nodes) proves itself in another way. */
export const accessOfOperation: Readonly<Record<string, Access | "open">> = {
  health: "open",
  openApi: "open",
  signIn: "open",
  signOut: "open",
  signUp: "open",
  joinNode: "open",
  nodeHeartbeat: "open",
  openNodeLink: "open",

  me: allOf(),
  listServices: allOf(),
  listApiKeys: allOf("keys:read"),
  createApiKey: allOf("keys:write"),
  revokeApiKey: allOf("keys:write"),

  listNiches: allOf("niches:read"),
  getNiche: allOf("niches:read"),
  compareNiches: allOf("niches:read"),
  sizeMarket: allOf("niches:read"),
  listChildNiches: allOf("niches:read"),
  listEvidence: allOf("niches:read"),
  listThemes: allOf("niches:read"),
  followNiche: allOf("niches:read"),
  createNiche: allOf("niches:write"),
  importEvidence: allOf("niches:write"),
  forkNiche: allOf("niches:write"),
  assumeMarket: allOf("niches:read", "niches:write"),
  analyseNiche: allOf("niches:write", "models:infer"),
  discoverNiches: allOf("niches:write", "models:infer"),

  listPrices: allOf("monetization:read"),
  getPrice: allOf("monetization:read"),
  listProjections: allOf("monetization:read"),
  getProjection: allOf("monetization:read"),
  calculateLifetimeValue: allOf("monetization:read"),
  analysePriceSensitivity: allOf("monetization:read"),
  calculateUsageBill: allOf("monetization:read"),
  calculateChurn: allOf("monetization:read"),
  calculateInvoiceTotals: allOf("monetization:read"),
  calculateProfit: allOf("monetization:read"),
  calculateProration: allOf("monetization:read"),
  calculateRecurringRevenue: allOf("monetization:read"),
  recommendPrice: allOf("monetization:write"),
  projectRevenue: allOf("monetization:write"),

  listMarketingPlans: allOf("marketing:read"),
  getMarketingPlan: allOf("marketing:read"),
  analyseReadability: allOf("marketing:read"),
  evaluateExperiment: allOf("marketing:read"),
  createMarketingPlan: allOf("marketing:write"),

  listTeams: allOf("teams:read"),
  getTeam: allOf("teams:read"),
  listRuns: allOf("teams:read"),
  getRun: allOf("teams:read"),
  followRun: allOf("teams:read"),
  createTeam: allOf("teams:write"),
  startRun: allOf("teams:read", "teams:write", "niches:read"),
  forkRun: allOf("teams:read", "teams:write"),
  resumeRun: allOf("teams:write"),
  cancelRun: allOf("teams:write"),
  decideApproval: allOf("runs:approve"),

  listModels: allOf("models:read"),
  getModel: allOf("models:read"),
  listNodes: allOf("models:read"),
  createEmbeddings: allOf("models:infer"),
  classify: allOf("models:infer"),
  rerank: allOf("models:infer"),
  getModelMetrics: allOf("models:read"),
  compareModelVersions: allOf("models:read"),
  listModelAlerts: allOf("models:read"),
  getUsage: allOf("models:read"),
  getInstallationUsage: operator,
  listAlertRules: operator,
  putAlertRule: operator,
  deleteAlertRule: operator,
  // What an alias means, it means to every organisation.
  moveAlias: operator,

  listEvents: allOf("events:read"),
  exportEvents: allOf("events:read"),
  listRejectedEvents: allOf("events:read"),
  listSubscriptions: allOf("events:read"),
  pauseSubscription: allOf("events:admin"),
  resumeSubscription: allOf("events:admin"),
  rewindSubscription: allOf("events:admin"),
  redriveSubject: allOf("events:admin"),
  listWebhooks: allOf("events:read"),
  getWebhook: allOf("events:read"),
  listWebhookDeliveries: allOf("events:read"),
  getWebhookDelivery: allOf("events:read"),
  createWebhook: allOf("events:admin"),
  changeWebhook: allOf("events:admin"),
  deleteWebhook: allOf("events:admin"),
  redeliverWebhook: allOf("events:admin"),
  rotateWebhookSecret: allOf("events:admin"),
  testWebhook: allOf("events:admin"),

  listActors: allOf("database:read"),
  listDeadLetters: allOf("database:read"),
  inspectEffect: allOf("database:read"),
  editEffect: allOf("database:admin"),
  redriveEffect: allOf("database:admin"),
  discardEffect: allOf("database:admin"),
  listSchemas: allOf("database:read"),
  listEventProjections: allOf("database:read", "events:read"),
  listMaintenance: allOf("database:read"),
  getMaintenance: allOf("database:read"),
  listVerifications: allOf("database:read"),
  getVerification: allOf("database:read"),
  startVerification: allOf("events:read", "database:admin"),
  rebuildProjections: allOf("events:read", "database:admin"),
  exportOrganisation: owner("events:read", "database:admin"),
  eraseOrganisation: owner("events:read", "database:admin"),
  downloadExport: owner("database:admin"),
  deleteExport: owner("database:admin"),

  listBackups: operator,
  startBackup: operator,
  getBackup: operator,
  deleteBackup: operator,
  downloadBackup: operator,
  sendBackupPart: operator,
  sendBackupManifest: operator,
  startRestore: operator,
  listRestores: operator,
  getRestore: operator,
};
