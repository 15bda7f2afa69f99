import { Kind, parse } from 'graphql';

/** More than these are not told apart: each name is a series of its own. */
const MOST = 300;

/** The names of the operations in these texts, each of which has been read before. */
export function namesIn(texts: Iterable<string>): ReadonlySet<string> {
  const names = [...texts].flatMap((text) =>
    parse(text, { noLocation: true }).definitions.flatMap((one) =>
      one.kind === Kind.OPERATION_DEFINITION && one.name ? [one.name.value] : [],
    ),
  );
  return new Set([...new Set(names)].sort().slice(0, MOST));
}
