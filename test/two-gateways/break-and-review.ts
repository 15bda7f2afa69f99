import type { TwoGateways } from './start-two';

const FIND = 'query ($who: PersonSearch!) { findPeople(by: $who) { certain { family { id } } } }';
const BREAK = `mutation ($family: FamilyID!) { breakGlass(family: $family, reason: IMMEDIATE_HARM, statement: "No answer at the door, and a child was heard.") { key reference family } }`;
const QUEUE = '{ reviews(first: 100) { reviews { reference kind state requester } } }';
const DECIDE = `mutation ($reference: ID!) { decideReview(reference: $reference, outcome: CLEARED, note: "Asked the team manager about it today.") { state } }`;

/** A glass is broken at the first gateway, and reviewed at the second: as which state the first then has it. */
export async function breakAndReview(two: Pick<TwoGateways, 'ask'>, who: object): Promise<string> {
  const safeguarding = { purpose: 'SAFEGUARDING' } as const;
  const found = await two.ask(0, 'social-worker', FIND, { ...safeguarding, variables: { who } });
  const { id: family } = found.body.data.findPeople.certain[0].family;
  const broken = await two.ask(0, 'social-worker', BREAK, { ...safeguarding, variables: { family } });
  const { reference } = broken.body.data.breakGlass;
  await two.ask(1, 'ig-officer', DECIDE, { variables: { reference } });
  const queue = (await two.ask(0, 'ig-officer', QUEUE)).body.data.reviews.reviews as readonly {
    readonly reference: string;
    readonly state: string;
  }[];
  return queue.find((one) => one.reference === reference)?.state ?? 'not in the queue';
}
