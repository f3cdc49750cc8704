/**
 * How people ask for things, by kind: phrases that announce a request, after MARA's linguistic rules (Iacob & Harrison 2013) and the categories of
 * Maalej & Nabil (2015). English only. Written for lower-case sentences with straight apostrophes.
 */
import type { NeedKind } from "../../../../contracts/services/niche-needs.ts";

export interface NeedRule {
  kind: NeedKind;
  phrase: RegExp;
  /** What makes the same phrase mean something else. */
  unless?: RegExp;
}

/** Within a few words before what follows: "not worth the money". */
const denied = String.raw`\b(?:not|never|no|hardly|barely|nobody|without|cannot|n't|isn't|wasn't|aren't|don't|didn't|doesn't|won't|wouldn't|can't)\b[^,;:]{0,25}`;
const thing = String.raw`(?:app|application|tool|software|service|site|website|program|plugin|extension|product|brand|solution|system|device|replacement|platform)`;

export const needRules: readonly NeedRule[] = [
  {
    kind: "willingness-to-pay",
    phrase: /\b(?:i|we)(?:'d| would)(?: (?!have)\w+){0,2} (?:pay|be willing to pay)\b|\b(?:willing|happy|glad|ready) to pay\b/,
    unless: new RegExp(String.raw`${denied}\bpay\b|\bpay attention\b|\bpay (?:him|her|them|you) back\b`),
  },
  {
    kind: "willingness-to-pay",
    phrase: /\bworth (?:every (?:penny|cent|dollar)|(?:the|its|it's)(?: \w+)? (?:price|money|cost|expense)|the extra|[$€£] ?\d)/,
    unless: new RegExp(String.raw`${denied}\bworth\b`),
  },
  { kind: "willingness-to-pay", phrase: /\btake my money\b/ },
  {
    kind: "willingness-to-pay",
    phrase: /\bpay (?:more|extra|double|twice|a premium|a little more|a bit more) (?:for|to)\b/,
    unless: new RegExp(String.raw`${denied}\bpay\b|\b(?:why|have to|had to|must|forced to) pay\b`),
  },

  {
    kind: "alternative",
    phrase: /\b(?:need|want|find|found|any|looking for|searching for|suggest|recommend|know of)\b[^.!]{0,30}\balternatives? (?:to|for)\b/,
    unless: /\b(?:great|good|nice|perfect|excellent|wonderful|healthy|healthier|better) alternatives? (?:to|for)\b(?![^.!]*\?)/,
  },
  {
    kind: "alternative",
    phrase: new RegExp(
      String.raw`\b(?:looking|searching|hunting|shopping) for (?:an?|some|another|any|the) (?:\w+ ){0,3}(?:${thing}|alternatives?|one that|way to)\b|\b(?:looking|searching) for (?:something|anything) (?:better|else|similar|like|that|to)\b`,
    ),
    unless:
      /\b(?:if (?:you|i)(?:'re| are|'m| am)|when (?:you|i)(?:'re| are|'m| am)|for (?:anyone|those|people)(?: \w+)?|anyone|always) (?:\w+ )?(?:looking|searching|hunting|shopping) for\b/,
  },
  { kind: "alternative", phrase: /\b(?:can|could|does|would) (?:anyone|anybody|someone|somebody|you) (?:please )?recommend\b/ },
  { kind: "alternative", phrase: /\bwhat (?:do|are) (?:you|people|others|everyone)(?: \w+)? (?:use|using) (?:for|to|instead)\b/ },
  { kind: "alternative", phrase: /\b(?:is there|are there) (?:anything|something|any \w+|an? \w+) (?:better|else|similar)\b/ },

  {
    kind: "workaround",
    phrase:
      /\bwork-?arounds?\b|\bhack(?:ed|y) (?:it |this |something )?together\b|\bj[eu]r[ry]y?-?rigged\b|\b(?:i|we) (?:\w+ ){0,3}(?:use|used|using|keep|kept|built|made|wrote|maintain) (?:\w+ ){0,4}(?:spreadsheets?|excel|google sheets?|notepad|script|macro|duct tape|zip ties?)\b/,
    unless: new RegExp(String.raw`${denied}\bwork-?arounds?\b`),
  },
  {
    kind: "workaround",
    phrase:
      /\b(?:i|we)(?:'ve)? (?:\w+ )?(?:have|had) to (?:\w+ ){0,4}(?:manually|by hand)\b|\bended up (?:building|writing|coding|taping|gluing|rigging|sewing) \w+/,
  },

  {
    kind: "feature-request",
    phrase: /\b(?:please|pls) (?:\w+ )?(?:add|include|support|make|bring back|allow|provide|implement|consider|give us|let us|offer)\b/,
  },
  {
    kind: "feature-request",
    phrase:
      /\b(?:would|it'd|that'd|'d) (?:also |really |even )?be (?:so |really |very |even )?(?:nice|great|helpful|useful|good|better|awesome|cool|perfect|ideal|amazing) (?:if|to (?:have|be able|see|get)|for (?:it|them) to)\b/,
  },
  {
    kind: "feature-request",
    phrase: /\b(?:i|we) (?:really |just |only |do |also |still )?wish (?:that )?(?:it|they|this|that|there|the|you|i|we|someone)\b/,
    unless:
      /\bwish (?:that )?(?:i|we)(?:'d| had| hadn't| could(?:'ve| have)| would(?:'ve| have)| knew| found| bought| known| got)\b|\bwish you (?:luck|all|the best|a |well|success)/,
  },
  {
    kind: "feature-request",
    phrase:
      /\b(?:it|they|this|that|which|app|product|software|device|unit|company|there) (?:really |definitely |also )?should (?:really |at least |also )?(?:have (?:an?|more|some|better|at least)|be able to|come with|include|allow|support|let|offer)\b/,
  },
  {
    kind: "feature-request",
    phrase:
      /\b(?:it|they|this|app|software|product|device|unit|site) (?:really |just |definitely |desperately |still |also )?(?:needs?|could use|lacks?) (?:an?|more|better|some|to (?:be able|have|support|allow|let))\b/,
  },
  {
    kind: "feature-request",
    phrase:
      /\b(?:there(?:'s| is| was)|has|have|with|offers?) no (?:easy |good |real |simple )?(?:way|option|setting|ability) (?:to|for|of)\b|\bmissing (?:an? |the |any )?(?:\w+ ){0,2}(?:features?|options?|settings?)\b|\bfeature requests?\b|\b(?:can|could) (?:you|we|they) (?:please )?(?:add|have an option)\b/,
  },

  {
    kind: "how-to",
    phrase:
      /\bhow (?:do|can|would|should|could) (?:i|we)\b[^.!]*\?|\bhow to\b[^.!]*\?|\bis there (?:a|any|some) (?:\w+ )?way (?:to|of|i|that)\b|\b(?:can|could) (?:anyone|anybody|someone|somebody) (?:please )?(?:help|tell|explain|show)\b|\b(?:can't|cannot|couldn't|can not|unable to) figure out how\b|\bdoes (?:anyone|anybody) know (?:how|if|why|what|where)\b/,
    unless: /\bhow (?:can|could) (?:i|we) (?:go wrong|beat|resist|not|complain|possibly|lose)\b/,
  },

  {
    kind: "bug",
    phrase:
      /\b(?:crash(?:es|ed|ing)|freez(?:es|ing) (?:up|when|every|on)|froze (?:up|when|on)|glitch(?:es|y|ing)?|buggy|bug report|bugs? in (?:the|this|their) (?:app|software|update|program|system|version)|error (?:message|code|screen)|stopp?ed working|quit working|keeps? (?:crashing|freezing|disconnecting|dropping|skipping|restarting))\b/,
    unless: new RegExp(String.raw`${denied}\b(?:crash|freez|froze|glitch|bug|error|stopped working|quit working)`),
  },
  {
    kind: "bug",
    phrase:
      /\b(?:does(?:n't| not)|do(?:n't| not)|did(?:n't| not)|won't|will not|would(?:n't| not)|can(?:'t|not)) (?:even |always |seem to |reliably )?(?:work|load|start up|boot|open|turn on|power on|charge|sync|connect|pair|respond|play|recognize|read (?:the |any |my )?(?:dvds?|discs?|disks?|cds?|cards?))\b/,
    unless:
      /\bwork it'?s way\b|\bcan(?:'t|not) (?:even )?(?:work|play|respond)\b|\b(?:you|i|we|they|people|kids?) (?:don't|do not|didn't|did not) (?:work|play|open)\b/,
  },
];
