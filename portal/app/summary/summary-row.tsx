import type { ReactNode } from 'react';

/** One line of the summary. `wide`: it takes the whole row; `half`: half of one on a phone, too. */
export const SummaryRow = ({
  title,
  wide = false,
  half = false,
  children,
}: {
  readonly title: string;
  readonly wide?: boolean;
  readonly half?: boolean;
  readonly children: ReactNode;
}) => (
  <div className={`summary__row${wide ? ' summary__row--wide' : ''}${half ? ' summary__row--half' : ''}`}>
    <dt>{title}</dt>
    <dd>{children}</dd>
  </div>
);
