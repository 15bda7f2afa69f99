import { type AgencyActs, DONE } from '@family-view/kit';
import { Kind, parse } from 'graphql';

/** An agency of a test that takes every act of its SDL and asks nothing; none where the SDL has none. */
export function actsOfAny(sdl: string): AgencyActs | undefined {
  const names = parse(sdl).definitions.flatMap((one) =>
    one.kind === Kind.OBJECT_TYPE_DEFINITION && one.name.value === 'Mutation'
      ? (one.fields ?? []).map(({ name }) => name.value)
      : [],
  );
  if (names.length === 0) return undefined;
  return {
    rules: Object.fromEntries(names.map((name) => [name, () => DONE])),
    worklists: Object.fromEntries(names.map((name) => [name, () => []])),
    referredService: 'Referral received',
  };
}
