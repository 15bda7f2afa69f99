import { readMarkers } from './read-markers';

test.each([
  ['SHIELDED', ['SHIELDED'], false],
  [' shielded ', ['SHIELDED'], false],
  ['Adopted; Deceased', ['ADOPTED', 'DECEASED'], false],
  ['SHIELDED,RESTRICTED', ['SHIELDED', 'RESTRICTED'], false],
  ['SHIELDED - refuge', ['SHIELDED', 'RESTRICTED'], true],
  ['WITNESS', ['RESTRICTED'], true],
  ['ＳＨＩＥＬＤＥＤ', ['SHIELDED'], false],
  ['constructor', ['RESTRICTED'], true],
  ['', ['RESTRICTED'], true],
])('the marker text %j closes as %j', (text, markers, unknown) => {
  expect(readMarkers([text])).toEqual({ markers, unknown });
});

test('no text is no marker', () => {
  expect(readMarkers([])).toEqual({ markers: [], unknown: false });
});
