/** Invented posts that name an invented competitor, so that who is complained of for what can be shown. No product of these names is meant. */

/** How often each is named about each problem. The three first are named most: they lead. */
const named: readonly { competitor: string; calls: number; battery: number; carrying: number; praise: number }[] = [
  { competitor: "Vokello", calls: 18, battery: 9, carrying: 4, praise: 5 },
  { competitor: "Tarnwick", calls: 15, battery: 6, carrying: 4, praise: 6 },
  { competitor: "Quillset", calls: 13, battery: 5, carrying: 5, praise: 5 },
  { competitor: "Brimcase", calls: 4, battery: 2, carrying: 7, praise: 4 },
  { competitor: "Ostrapod", calls: 3, battery: 2, carrying: 2, praise: 5 },
];

const said = {
  calls: [
    "The % headset is terrible for calls, nobody can hear me and the static never stops",
    "Poor sound quality on my % bluetooth headset, callers complain that my voice breaks up",
    "Very disappointed with the % headset because the volume is too low to hear anyone",
    "My % earpiece keeps dropping the bluetooth connection and the call is lost",
    "Awful echo with the % headset, the other side cannot understand a word",
    "The microphone of the % headset is useless, people always ask me to repeat myself",
    "I returned the % bluetooth headset since every call was full of crackling noise",
  ],
  battery: [
    "The battery of the % headset dies after two hours, a waste of money",
    "My % does not hold a charge any more and the charger gets hot",
    "Bad battery life on the %, it was completely dead after three months",
  ],
  carrying: [
    "The clip of my % case broke on the first day",
    "Cheap plastic, the % case cracked when I dropped it once",
    "The % holster is too loose and the phone falls out",
  ],
  praise: [
    "The % headset is comfortable and pairs with my phone at once",
    "Great battery life, my % lasts for the whole week",
    "I love the % case, it fits perfectly and looks good",
  ],
} as const;

const places = [
  "in the car",
  "at the office",
  "on the train",
  "while walking outside",
  "on campus",
  "on a windy day",
  "on the motorway",
  "at home",
  "between two lectures",
  "on long trips",
];

/** People who say unasked that they would pay. */
const wanted = [
  "noise cancelling that works on calls",
  "a headset whose battery lasts a week",
  "a headset with a clear microphone",
  "a case that survives a fall",
  "a headset that never drops the connection",
];
const payers = 32;

/** The same posts each time. */
export function inventedPosts(): string[] {
  const kinds = ["calls", "battery", "carrying", "praise"] as const;
  const about = named.flatMap(({ competitor, ...counts }, who) =>
    kinds.flatMap((kind) =>
      Array.from({ length: counts[kind] }, (_, at) => {
        const words = said[kind][(at + who) % said[kind].length] ?? "";
        return `${words.replace("%", competitor)}, ${places[(at * 3 + who) % places.length] ?? ""}.`;
      }),
    ),
  );
  const paying = Array.from({ length: payers }, (_, at) => {
    const dollars = 10 + 5 * (at % 8);
    return `I would pay ${dollars} dollars more for ${wanted[at % wanted.length] ?? ""} ${places[(at * 7) % places.length] ?? ""}.`;
  });
  return [...about, ...paying];
}

export const competitorNames: readonly string[] = named.map(({ competitor }) => competitor);
