/**
 * Names as people write them: folded for comparing, with the spellings and short forms that belong to one name.
 * A given name that stands for "not named yet" counts as missing (newborns are registered as "Baby SMITH").
 */

/** Letters that do not come apart into a letter and an accent. */
const PLAIN: Readonly<Record<string, string>> = { ł: 'l', ø: 'o', đ: 'd', ı: 'i', ß: 'ss', æ: 'ae', œ: 'oe' };

/** Capitals, accents, apostrophes, hyphens and double spaces do not make another name. */
export const foldName = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[łøđıßæœ]/g, (letter) => PLAIN[letter] ?? letter)
    .replace(/['’`.]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

const NOT_NAMED =
  /^(baby|infant|twin|triplet|unborn|unknown|unnamed|not known|boy|girl|male|female|newborn|child|foetus|fetus|tba|nk|uk)( (boy|girl|male|female|of|one|two|three|a|b|c|i|ii|iii|\d+))*$/;

/** The folded given name, or null where there is none, or only a word that stands for one. */
export function readGivenName(name: string | null | undefined): string | null {
  const folded = name ? foldName(name) : '';
  return folded === '' || NOT_NAMED.test(folded) ? null : folded;
}

/** The folded family name, or null. */
export function readFamilyName(name: string | null | undefined): string | null {
  const folded = name ? foldName(name) : '';
  return folded === '' || folded === 'unknown' || folded === 'not known' ? null : folded;
}

const PARTICLES = [
  'van',
  'von',
  'der',
  'den',
  'del',
  'della',
  'bin',
  'ibn',
  'binti',
  'abu',
  'mac',
  'san',
  'dos',
  'das',
];

/** The parts of a double family name that stand for a family: not `van`, `al` or `bin`, which thousands share. */
export const partsOfFamilyName = (folded: string): readonly string[] =>
  folded.split(' ').filter((part) => part.length > 2 && !PARTICLES.includes(part));

/** One line is one name. Only forms that are in common use for the same person; Jack and Jake are two names. */
const SAME_NAME: readonly (readonly string[])[] = [
  ['muhammad', 'mohammed', 'mohammad', 'mohamed', 'muhammed', 'mohamad', 'muhamad', 'mohd', 'md'],
  ['ahmed', 'ahmad'],
  ['aisha', 'aysha', 'ayesha', 'aicha'],
  ['yusuf', 'yousuf', 'yousef', 'yusef', 'youssef'],
  ['hussain', 'hussein', 'husain', 'hussayn'],
  ['fatima', 'fatimah', 'fatema'],
  ['catherine', 'katherine', 'kathryn', 'katharine', 'cathryn', 'kate', 'katie', 'kathy', 'cathy'],
  ['elizabeth', 'elisabeth', 'liz', 'lizzie', 'beth', 'betty'],
  ['william', 'will', 'bill', 'billy', 'liam'],
  ['robert', 'rob', 'bob', 'bobby', 'robbie'],
  ['thomas', 'tom', 'tommy'],
  ['james', 'jim', 'jimmy', 'jamie'],
  ['joseph', 'joe', 'joey'],
  ['samuel', 'sam', 'sammy'],
  ['daniel', 'dan', 'danny'],
  ['michael', 'mike', 'mick', 'mikey'],
  ['matthew', 'mathew', 'matt'],
  ['christopher', 'chris', 'kit'],
  ['nicholas', 'nicolas', 'nick', 'nicky'],
  ['benjamin', 'ben', 'benny'],
  ['anthony', 'antony', 'tony'],
  ['stephen', 'steven', 'steve'],
  ['geoffrey', 'jeffrey', 'geoff', 'jeff'],
  ['richard', 'rich', 'dick', 'ricky'],
  ['edward', 'ed', 'eddie', 'ted', 'teddy'],
  ['andrew', 'andy', 'drew'],
  ['david', 'dave', 'davey'],
  ['margaret', 'maggie', 'meg', 'peggy'],
  ['rebecca', 'rebekah', 'becky', 'becca'],
  ['jennifer', 'jen', 'jenny'],
  ['jessica', 'jess', 'jessie'],
  ['victoria', 'vicky', 'vicki', 'tori'],
  ['deborah', 'debra', 'debbie', 'deb'],
  ['susan', 'sue', 'susie'],
  ['sarah', 'sara'],
  ['hannah', 'hanna'],
  ['sophie', 'sofie'],
  ['sophia', 'sofia'],
  ['isabelle', 'isabel', 'isobel', 'izzy'],
  ['isabella', 'izabella'],
  ['abigail', 'abbie', 'abby', 'abi'],
  ['charlotte', 'lottie'],
  ['alexander', 'alex', 'alec', 'xander'],
  ['oliver', 'ollie', 'olly'],
  ['harry', 'harri'],
  ['frederick', 'fredrick', 'fred', 'freddie', 'freddy'],
  ['zachary', 'zac', 'zak', 'zack'],
  ['jacob', 'jakob'],
  ['isaac', 'izaak', 'isaak'],
  ['luke', 'luc'],
  ['mark', 'marc'],
  ['eric', 'erik'],
  ['philip', 'phillip', 'phil'],
  ['sean', 'shaun', 'shawn'],
  ['neil', 'neal'],
  ['ian', 'iain'],
  ['graham', 'graeme'],
  ['alan', 'allan', 'allen'],
  ['lucy', 'lucie'],
  ['amy', 'aimee'],
  ['chloe', 'khloe'],
  ['zoe', 'zoey'],
  ['maya', 'maia'],
  ['lily', 'lilly', 'lillie'],
  ['eleanor', 'elinor', 'ellie', 'nell'],
  ['ann', 'anne', 'annie'],
  ['claire', 'clare', 'clair'],
  ['lindsay', 'lindsey', 'linsey'],
  ['leigh', 'lee'],
  ['carol', 'carole'],
  ['jayden', 'jaydon', 'jaiden'],
  ['theodore', 'theo'],
  ['leonard', 'leo', 'len'],
  ['archibald', 'archie'],
  ['alfred', 'alfie'],
  ['albert', 'bertie'],
  ['reginald', 'reggie'],
  ['patrick', 'paddy', 'pat'],
  ['natasha', 'tasha'],
  ['kristina', 'christina', 'tina'],
];

const LINES_OF = new Map<string, number[]>();
SAME_NAME.forEach((line, index) => {
  for (const name of line) LINES_OF.set(name, [...(LINES_OF.get(name) ?? []), index]);
});

/** Two spellings or a short form of one name. Expects folded names. */
export function isSameName(one: string, other: string): boolean {
  const lines = LINES_OF.get(other);
  return LINES_OF.get(one)?.some((line) => lines?.includes(line)) ?? false;
}
