/** Code sets of the CIN census (DfE guide, "CIN code set"), as its published validation rules use them. */
export const REFERRAL_SOURCES = new Set('1A 1B 1C 1D 2A 2B 3A 3B 3C 3D 3E 3F 4 5A 5B 5C 5D 6 7 8 9 10'.split(' '));
export const PRIMARY_NEEDS = new Set('N0 N1 N2 N3 N4 N5 N6 N7 N8 N9'.split(' '));
export const CLOSURE_REASONS = new Set('RC1 RC2 RC3 RC4 RC5 RC6 RC7 RC8 RC9'.split(' '));
export const ABUSE_CATEGORIES = new Set('NEG PHY SAB EMO MUL'.split(' '));
export const UPN_UNKNOWN_REASONS = new Set('UN1 UN2 UN3 UN4 UN5 UN6 UN7'.split(' '));
export const ETHNICITIES = new Set(
  'WBRI WIRI WIRT WOTH WROM MWBC MWBA MWAS MOTH AIND APKN ABAN AOTH BCRB BAFR BOTH CHNE OOTH REFU NOBT'.split(' '),
);
export const DISABILITIES = new Set('NONE MOB HAND PC INC COMM LD HEAR VIS BEH CON AUT DDA'.split(' '));
/** 18A and 19A were split into B and C from the 2024/25 census (queries 8945Q and 8950Q), and stand in older returns. */
export const ASSESSMENT_FACTORS = new Set(
  `1A 1B 1C 2A 2B 2C 3A 3B 3C 4A 4B 4C 5A 5B 5C 6A 6B 6C 7A 8B 8C 8D 8E 8F 9A 10A 11A 12A 13A 14A 15A 16A 17A
   18A 18B 18C 19A 19B 19C 20 21 22A 23A 24A`.split(/\s+/),
);

/** The newer element first. Each layout's own codes, and what they stand for. */
export const SEX_CODES: Readonly<Record<'Sex' | 'GenderCurrent', Readonly<Record<string, 'M' | 'F' | 'U'>>>> = {
  Sex: { M: 'M', F: 'F', U: 'U' },
  GenderCurrent: { '1': 'M', '2': 'F', '0': 'U', '9': 'U' },
};
