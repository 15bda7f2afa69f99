/** What one agency wrote badly of one child keeps no other agency from comparing the rest. */
import { identityReply } from '@family-view/gateway/linkage/contract-replies';
import { fitSubject } from '@family-view/gateway/linkage/fit-subject';
import { SHARES, subjectWithin } from '@family-view/gateway/linkage/subject';
import { buildContractSchema } from '@family-view/kit/contract/answer-contract';
import { readSubject } from '@family-view/kit/match/subject';
import * as fc from 'fast-check';
import { coerceInputValue } from 'graphql';

const runs = { numRuns: process.env.PROOF === '1' ? 20_000 : 300 };
const subjectType = buildContractSchema().getType('Subject');
const word = fc.oneof(
  fc.string({ maxLength: 300, unit: 'binary' }),
  fc.constantFrom('2020-02-30', '2020-02-29', '0000-05-02', '1974', 'x'.repeat(201), '1'.repeat(65), '\u0000', ' '),
  fc.date({ noInvalidDate: true }).map((day) => day.toISOString()),
);
const identity = fc.record(
  {
    ref: fc.constant('R'),
    givenName: word,
    familyName: word,
    formerNames: fc.array(word, { maxLength: 30 }),
    dateOfBirth: word,
    expectedDateOfBirth: word,
    sex: word,
    nhsNumber: word,
    nhsNumberVerified: fc.boolean(),
    upn: word,
    laChildId: word,
    postcode: word,
    uprn: word,
  },
  { requiredKeys: ['ref'] },
);

test('whatever stands in an identity that is believed, an agency of the kit takes the question that is made of it', () => {
  fc.assert(
    fc.property(identity, identity, (child, mother) => {
      const read = identityReply.parse({ identity: [child, mother] }).identity;
      const subject = fitSubject(subjectWithin(SHARES, { identity: read[0]!, mother: read[1]! }));
      const faults: string[] = [];
      coerceInputValue(subject, subjectType as never, (_path, _value, fault) => faults.push(fault.message));
      expect(faults).toEqual([]);
      expect(readSubject(subject)).toBeDefined();
    }),
    runs,
  );
});
