import type { ReactNode } from 'react';
import { MeasureCatalogue } from '../../operations/stored';
import { useAsked } from '../asking/use-asked';
import { NoAnswer } from '../look/no-answer';
import { Skeleton } from '../look/parts';
import { useSession } from '../session';
import type { CatalogueMeasure } from './choice';

/** The catalogue, or what stands in its place until it has come. */
export function WithCatalogue({
  children,
}: {
  readonly children: (catalogue: readonly CatalogueMeasure[]) => ReactNode;
}) {
  const { asker } = useSession();
  const { state, told, again } = useAsked(asker, MeasureCatalogue, {});
  const catalogue = told?.data?.measureCatalogue;
  if (state === 'asking') return <Skeleton what="what may be counted" />;
  if (!catalogue) return <NoAnswer what="what may be counted" told={told} again={again} />;
  return <>{children(catalogue)}</>;
}
