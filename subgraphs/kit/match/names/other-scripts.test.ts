import { foldName } from './fold-name';

// Ukrainian: Cabinet of Ministers, decree 55 of 27 January 2010. Greek: ELOT 743. Look-alikes: Unicode UTS 39.
test.each([
  ['Богдан', 'bohdan'],
  ['Юлія', 'yuliia'],
  ['Оксана', 'oksana'],
  ['Шевченко', 'shevchenko'],
  ['Їжак', 'yizhak'],
  ['Ελένη', 'eleni'],
  ['Παπαδοπούλου', 'papadopoulou'],
  ['Аnna', 'anna'],
  ['Оlеnа', 'olena'],
  ['ΟLIVER', 'oliver'],
  ['Ѕofia', 'sofia'],
  ['Νora', 'nora'],
  ['Anna Марія', 'anna mariia'],
  ['Iван', 'ivan'],
  ['李', '李'],
])('%s is %s', (written, folded) => expect(foldName(written)).toBe(folded));
