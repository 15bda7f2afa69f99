import type { Borough } from '@family-view/population';

/** What the stand-in writes its export from: the centres' own holdings and the places, never the truth. */
export type CentreHoldings = Pick<Borough, 'today' | 'reachAreas' | 'centres' | 'sessions' | 'childrensCentre'>;
