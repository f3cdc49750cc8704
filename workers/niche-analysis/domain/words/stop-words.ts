/** English words that say how a sentence is built and not what it is about. */
const lists = {
  pronouns:
    "i me my mine myself we us our ours ourselves you your yours yourself he him his himself she her hers herself it its itself they them their theirs themselves one ones someone somebody something anyone anybody anything everyone everybody everything nothing none this that these those who whom whose which what",
  articlesAndConnectives:
    "a an the and or but nor so yet if then than because since while although though unless until whether as both either neither also too plus however therefore else etc",
  prepositions:
    "of at by for with about against between among into onto through during before after above below to from up down in out on off over under again near per via within without toward towards upon along across around behind beside besides beyond despite except like unlike",
  auxiliaries:
    "am is are was were be been being have has had having do does did doing done can could will would shall should may might must ought isn't aren't wasn't weren't haven't hasn't hadn't don't doesn't didn't can't cannot couldn't won't wouldn't shouldn't mightn't mustn't ain't i'm i've i'd i'll you're you've you'd you'll he's she's it's it'd it'll we're we've we'd we'll they're they've they'd they'll that's that'll there's here's what's who's where's how's let's dont doesnt didnt cant wont isnt wasnt ive im id youre theyre thats its",
  adverbs:
    "not no never always often sometimes usually ever just only even still already almost very really quite rather pretty much more most less least such same own other others another each every all any some few many lot lots several enough now here there when where why how once twice again further maybe perhaps actually basically simply probably definitely certainly absolutely totally completely especially otherwise instead anyway though well away back soon later far ago yes",
  lightVerbs:
    "get gets getting got gotten go goes going went gone make makes making made take takes taking took taken give gives giving gave given put puts come comes came coming say says said saying see sees seen saw know knows knew think thinks thought thinking want wants wanted let lets seem seems seemed keep keeps kept use uses used using tell told find finds found try tries tried trying need needs needed look looks looked looking feel feels felt",
  counting:
    "two three four five six seven eight nine ten first second last next thing things way ways stuff bit kind sort part time times day days week weeks month months year years people person man guy",
  judgements:
    "good great nice best better bad worse worst ok okay fine excellent awesome amazing perfect perfectly wonderful fantastic terrible horrible awful poor love loves loved liked likes hate hated recommend recommended recommends happy pleased satisfied disappointed disappointing disappointment impressed glad sorry beautiful cool super highly waste sucks suck sure overall please thank thanks anytime product products item items",
} as const;

/** Articles, pronouns, auxiliaries, prepositions and the like: removed from labels. */
export const functionWords: ReadonlySet<string> = words("pronouns", "articlesAndConnectives", "prepositions", "auxiliaries", "adverbs");

/** Those, and words that carry an opinion or a frame and no subject: a label must say what people talk about, not whether they like it. */
export const labelStopWords: ReadonlySet<string> = new Set([...functionWords, ...words("lightVerbs", "counting", "judgements")]);

function words(...kinds: (keyof typeof lists)[]): Set<string> {
  return new Set(kinds.flatMap((kind) => lists[kind].split(" ")));
}
