/**
 * Chinese names in Latin letters. Many a child has a Chinese name at one agency and an English one at another (Jun, called
 * Kevin), and no list can pair them. Syllables: initials and finals of Hanyu Pinyin (ISO 7098) and the commoner ones of
 * Wade-Giles, of Hong Kong's spelling and of Vietnamese.
 */
const INITIAL = '(?:zh|ch|sh|hs|ts|tz|kw|gw|ng|b|p|m|f|d|t|n|l|g|k|h|j|q|x|r|z|c|s|y|w)?';
const FINAL =
  '(?:iang|iong|eung|euk|eun|uang|inh|anh|uong|uyen|ueng|iao|ian|ing|uai|uan|ang|eng|ong|ung|yun|yue|iu|ia|ie|in|ua|uo|ui|un|ue|ai|ei|ao|ou|an|en|er|au|oi|ok|ak|ik|uk|at|it|ut|ap|ip|um|am|im|oon|een|ee|oo|a|o|e|i|u)';
const SYLLABLES = new RegExp(`^(?:tsz|sze|${INITIAL}${FINAL}){1,3}$`);

/** Family names of one syllable that are borne by nearly all (the hundred commonest, and their other spellings). */
const FAMILIES = new Set(
  (
    'wang li zhang liu chen yang zhao huang zhou wu xu sun hu zhu gao lin he guo ma luo liang song zheng xie han tang feng yu dong xiao cheng cao yuan deng fu shen zeng peng lu su jiang cai jia ding wei xue ye yan pan du dai xia zhong tian ren fan fang shi yao tan liao zou xiong jin hao kong bai cui kang mao qiu qin gu hou shao meng long wan duan qian yin ' +
    'wong chan chang cheung chow chu fong fung ho hui ip kwan kwok kwong lai lam lau law lee leung lo lui mak man mok ng ngai pang poon siu szeto tam tong tsang tse tsui tung yau yeung yip yiu yuen chiu choi chung koo ko chiang hsu hsieh tsai teo goh ong koh loh sim toh yeo chua foo khoo low ' +
    'nguyen tran le pham phan vu dang bui ngo duong ly trinh dinh doan'
  ).split(' '),
);

/** Of such syllables, and English all the same. */
const ENGLISH = new Set(
  'mia mila mina lena lina luna lana leo leon lola lulu anna ana anya ada ada aida ida ina eli ian ben ken dan dean dana dina gina nina tina tia rita rosa lisa lia lea leah lia lara sara sean sue may ray kai jan jane june jean joe luke mike pete duke noa noe nia naomi niamh hana hope hugo theo zoe zena'.split(
    ' ',
  ),
);

/** The whole name is made of one to three such syllables. */
const isChinese = (name: string): boolean => SYLLABLES.test(name) && !ENGLISH.has(name);

/**
 * One Chinese name in two systems: Wade-Giles writes zh, j, ch and q all as ch, x as hs, z and c as ts and tz, b, d and g as p,
 * t and k, and -ong, -ian, -ie and -ue as -ung, -ien, -ieh and -ueh (ISO 7098 beside Wade-Giles). Several names come to be one
 * so: they are alike, and no more. Expects folded names without spaces.
 */
export const soundsAsChinese = (one: string, other: string): boolean =>
  isChinese(one) && isChinese(other) && inWadeGiles(one) === inWadeGiles(other);

const inWadeGiles = (name: string): string =>
  name
    .replace(/tzu|szu|tsz(?=$|[^aeiou])/g, 'zi')
    .replace(/hs/g, 'x')
    .replace(/zh|ch|q|j/g, 'q')
    .replace(/ts|tz|c/g, 'z')
    .replace(/b/g, 'p')
    .replace(/d/g, 't')
    .replace(/(?<!n)g/g, 'k')
    .replace(/ong/g, 'ung')
    .replace(/ien/g, 'ian')
    .replace(/(ie|ue|ia|i)h(?![aeiou])/g, '$1');

/**
 * In a Chinese family: one given name is Chinese and the other is not, so that both may be one child's. Expects folded
 * names without spaces.
 */
export const mayBeChineseAndEnglish = (one: string, other: string, family: string): boolean =>
  FAMILIES.has(family) && isChinese(one) !== isChinese(other);
