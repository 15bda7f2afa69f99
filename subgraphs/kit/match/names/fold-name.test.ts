import { foldName } from './fold-name';
import { repairText } from './repair-text';

test.each([
  ['JosÃ©', 'jose'],
  ['MÃ¼ller', 'muller'],
  ['WiÅ›niewska', 'wisniewska'],
  ['Å\u0081ukasz', 'lukasz'],
  ['ZoÃƒÂ«', 'zoe'],
  ['Oâ€™Brien', 'obrien'],
  ['O&#39;Brien', 'obrien'],
  ['O&#x27;Brien', 'obrien'],
  ['O&amp;#39;Brien', 'obrien'],
  ['O&rsquo;Brien', 'obrien'],
  ['Ren&eacute;e', 'renee'],
  ['M&uuml;ller', 'muller'],
  ['&Lstrok;ukasz', 'lukasz'],
  ['Ｊａｃｋ', 'jack'],
  ['Ｏ＇Ｂｒｉｅｎ', 'obrien'],
  ['ﬁona', 'fiona'],
  ['O’Brien', 'obrien'],
  ['O`Brien', 'obrien'],
  ['ʻAli', 'ali'],
  ['Anne\u00ad-Marie', 'anne marie'],
  ['Smith‐Jones', 'smith jones'],
  ['Søren', 'soren'],
  ['Þóra', 'thora'],
  ['  Mary   Ann ', 'mary ann'],
])('%s is folded to %s', (written, folded) => expect(foldName(written)).toBe(folded));

test.each(['José', 'Ângela', 'Ã', 'Åse', 'Müller & Sons', 'Smith&Jones;', 'Łukasz', 'Zoë', '李'])(
  '%s is not spoilt, and stays as it is',
  (written) => expect(repairText(written)).toBe(written),
);
