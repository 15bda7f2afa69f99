import type { CompiledProtocol } from '../policy/decide/compile-protocol';
import type { FieldRequirement } from '../policy/decide/field-decisions';
import type { Stream } from '../policy/types';
import { requireStreams } from './require-streams';

const declaring = (...streams: readonly Stream[]): Pick<CompiledProtocol, 'stream'> => ({
  stream: (name) =>
    streams.includes(name) ? ({ name, detail: 'CONTENT', label: name } as never) : (undefined as never),
});

const fields = (...all: readonly FieldRequirement[]): ReadonlyMap<string, FieldRequirement> =>
  new Map(all.map((one) => [one.coordinate, one]));

const field = (coordinate: string, byLinkage: boolean, ...alternatives: readonly (readonly Stream[])[]) =>
  ({ coordinate, alternatives, byLinkage, kind: 'guarded', returns: 'String' }) as FieldRequirement;

test("an agency that counts nothing need not declare figures for the gateway's own field to be served", () => {
  const measures = field('Query.measures', true, ['health:figures'], ['adult-learning:figures']);
  expect(() => requireStreams(fields(measures), declaring('health:figures'))).not.toThrow();
});

test("a field of the gateway's own that no declared stream opens is refused by name", () => {
  const looks = field('Query.looks', true, ['gateway:audits']);
  expect(() => requireStreams(fields(looks), declaring('gateway:audit'))).toThrow(
    'The SDL names gateway:audits, which',
  );
  const beside = field('Person.expectedDateOfBirth', true, ['health:identity', 'health:maternity']);
  expect(() => requireStreams(fields(beside), declaring('health:identity'))).toThrow('health:maternity');
});

test("a stream that an agency's own SDL names is refused, though another stream opens the same field", () => {
  const arrears = field('HousingRecord.arrears', false, ['housing:arrears'], ['housing:arears']);
  expect(() => requireStreams(fields(arrears), declaring('housing:arrears'))).toThrow('housing:arears');
});
