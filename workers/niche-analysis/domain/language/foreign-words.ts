/** Words that tell a language in a short text: the small ones of every sentence, and those that people complain with. None is a word of English. */
import { undetermined } from "./undetermined.ts";

const languages: Readonly<Record<string, string>> = {
  deu: "nicht ist das und ein eine einen ich es mit auf für auch aber nur noch kein keine leider sehr wird wurde kann geht mein meine dem den sich schon immer wieder nach bei zum zur vom über habe hatte sind kaputt gerät stürzt funktioniert schlecht schlechte viel zu teuer wie wann warum ab aus im der gutes guter guten schlechtes produkt akku nichts nie seit heute gestern ohne bitte danke alles gar ganz",
  fra: "est pas ne le la les des une un et je il elle ce cette mon ma mes très trop pour avec dans qui que sur plus bien rien ça c'est j'ai n'est marche fonctionne aucun aucune jamais toujours mauvais mauvaise cher chère depuis être cassé cassée au aux du sont nul déçu déçue produit appli l'application bonne qualité mais merci",
  spa: "no la el los las una un es está muy que y con para por se mi del al pero más sin nada funciona nunca siempre malo mala caro cara aplicación aplicacion pésimo pésima roto rota llegó tiene tengo este esta hace desde gracias producto batería bien",
  ita: "non è il la lo gli le una un che di per con mi si della del molto troppo più ma funziona mai sempre rotto rotta pessimo pessima caro cara l'applicazione questo questa ho sono dopo niente nulla grazie prodotto batteria app va male",
  por: "não é o a os as uma um que de para com por mas muito mais meu minha do da dos no na nunca sempre funciona péssimo péssima ruim caro cara está aplicativo aplicação esse este essa depois nada quebrou chegou bateria produto obrigado",
  nld: "niet het een de en ik is van op te dat met voor maar ook geen heel erg werkt mijn deze dit wordt zijn na nooit altijd slecht slechte kapot duur veel goed naar bij uit jammer batterij waardeloos nog",
  pol: "nie jest to się na w z do i ale bardzo tylko już po dla mój moja działa nigdy zawsze zepsuł słaba słaby drogi drogie aplikacja bateria mi za jak co niestety polecam tego",
  swe: "inte är det en ett och jag på med för av som den men mycket bara har fungerar aldrig alltid dålig dåligt trasig min mitt efter till dyr ingen batteriet appen tyvärr går",
  dan: "ikke er det en et og jeg på med af som den men meget kun har virker aldrig altid dårlig dårligt min mit efter til dyr ingen batteriet desværre går",
  tur: "bir ve bu çok değil için ile ama daha hiç gibi var yok çalışmıyor kötü bozuldu pahalı uygulama sonra hiçbir pil ürün en mi ne kadar",
};

/** What English writes as well, or shares with names and other tongues: worth half as much. */
const shared = new Set(
  "no non di mein la au el los las le les de des du un une a o e i y en es se al an am so do da dos na me mi ma mon si te to op is of in at on as it over had den der dem die im ab bei per app uit man men min mes et en ne on plus sur pour bien cara caro il lo van zum de del con por para mas z w na po za jak co to do mi var ne bu pil en ett av som har mit bar male er produkt batteri om kan kun till den viel nada que est nach sind geht produit".split(
    " ",
  ),
);

/** Letters that English lacks, and which of the languages write them. */
const letters: readonly (readonly [RegExp, readonly string[]])[] = [
  [/[äöü]/, ["deu", "swe", "tur"]],
  [/ß/, ["deu"]],
  [/[éèêàçùœîôûâëï]/, ["fra", "por", "ita", "nld"]],
  [/[áíóúñ¿¡]/, ["spa", "por"]],
  [/[ãõ]/, ["por"]],
  [/[àèìòù]/, ["ita"]],
  [/[éè]/, ["spa", "ita"]],
  [/[ąćęłńśźż]/, ["pol"]],
  [/å/, ["swe", "dan"]],
  [/[æø]/, ["dan"]],
  [/[ığşç]/, ["tur"]],
];

const words = Object.entries(languages).map(([language, list]) => [language, new Set(list.split(" "))] as const);

/** Weight of a word, of a shared one, and of letters that English lacks. */
const weights = { word: 2, shared: 1, letters: 1 } as const;

/** This much, and this much for each word of a text on average, settles its language; with less the network has to agree. Letters alone, or one shared word with them, say nothing: names are written so. */
const least = { weight: 3, perWord: 0.6 } as const;

/**
 * The language that the words of a text speak for, as ISO 639-3, and whether they settle it; `und` where they speak for two alike. Undefined where they do not
 * speak for any. `found`: its words in lower case.
 */
export function languageOfWords(found: readonly string[]): { language: string; settled: boolean } | undefined {
  const text = found.join(" ");
  const scored = words
    .map(([language, list]) => {
      const own = new Set(found.filter((word) => list.has(word)));
      const ofWords = [...own].reduce((sum, word) => sum + (shared.has(word) ? weights.shared : weights.word), 0);
      const ofLetters = letters.some(([letter, writers]) => writers.includes(language) && letter.test(text)) ? weights.letters : 0;
      // Two small words that are shared make English too: "as a", "do a".
      const tells = [...own].some((word) => !shared.has(word)) || own.size > 2;
      return { language, weight: tells ? ofWords + ofLetters : 0 };
    })
    .toSorted((a, b) => b.weight - a.weight);
  const [best, next] = scored;
  if (!best || best.weight === 0) return undefined;
  const settled = best.weight >= least.weight && best.weight >= found.length * least.perWord;
  return { language: next?.weight === best.weight ? undetermined : best.language, settled };
}
