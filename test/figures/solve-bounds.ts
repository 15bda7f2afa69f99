/**
 * How far an attacker can narrow unknown counts: a linear program over what was told. Shares no code with what it judges.
 * Bounded-variable simplex on a dense tableau, two phases, Bland's rule: small and slow, and never wrong by a shortcut.
 */

/** The sum of some unknowns lies between two numbers. */
export interface Told {
  readonly unknowns: readonly number[];
  readonly least: number;
  readonly most: number;
}

const EPSILON = 1e-7;

/** The least and the most that a sum of unknowns (none below zero) can be, in whole numbers; null where nothing fits. */
export function boundsOf(
  count: number,
  told: readonly Told[],
  target: readonly number[],
): readonly [number, number] | null {
  const objective = new Array<number>(count).fill(0);
  for (const at of target) objective[at]! += 1;
  const most = maximise(count, told, objective);
  if (most === null) return null;
  const least = maximise(
    count,
    told,
    objective.map((one) => -one),
  );
  return [Math.ceil(-least! - 1e-6), most === Number.POSITIVE_INFINITY ? most : Math.floor(most + 1e-6)];
}

/** Maximises over x >= 0. Each told sum becomes rows `<= most` and `-sum <= -least`. Null: infeasible. */
function maximise(count: number, told: readonly Told[], objective: readonly number[]): number | null {
  const rows: { readonly of: readonly number[]; readonly sign: number; readonly limit: number }[] = told.flatMap(
    ({ unknowns, least, most }) => [
      ...(most === Number.POSITIVE_INFINITY ? [] : [{ of: unknowns, sign: 1, limit: most }]),
      ...(least <= 0 ? [] : [{ of: unknowns, sign: -1, limit: -least }]),
    ],
  );
  const negative = rows.filter(({ limit }) => limit < 0).length;
  const width = count + rows.length + negative + 1;
  const tableau = rows.map(() => new Float64Array(width));
  const basis = new Array<number>(rows.length);
  let artificial = count + rows.length;
  for (const [at, { of, sign, limit }] of rows.entries()) {
    const row = tableau[at]!;
    const flip = limit < 0 ? -1 : 1;
    for (const unknown of of) row[unknown]! += sign * flip;
    row[count + at] = flip;
    row[width - 1] = limit * flip;
    if (flip < 0) {
      row[artificial] = 1;
      basis[at] = artificial++;
    } else basis[at] = count + at;
  }
  const firstArtificial = count + rows.length;
  if (negative > 0) {
    const cost = new Float64Array(width);
    for (let at = firstArtificial; at < width - 1; at += 1) cost[at] = -1;
    if (run(tableau, basis, cost, width, width - 1)! < -1e-6) return null;
  }
  const cost = new Float64Array(width);
  for (const [at, one] of objective.entries()) cost[at] = one;
  return run(tableau, basis, cost, width, firstArtificial);
}

/** Pivots to the optimum of `cost` over the first `usable` columns. Infinity where it has none. */
function run(
  tableau: readonly Float64Array[],
  basis: number[],
  cost: Float64Array,
  width: number,
  usable: number,
): number | null {
  const reduced = Float64Array.from(cost);
  let value = 0;
  for (const [at, column] of basis.entries()) {
    const weight = cost[column]!;
    if (weight === 0) continue;
    const row = tableau[at]!;
    for (let of = 0; of < width - 1; of += 1) reduced[of]! -= weight * row[of]!;
    value += weight * row[width - 1]!;
  }
  for (let step = 0; step < 20_000; step += 1) {
    let enter = -1;
    // The steepest at first; by Bland's rule once that might go round in a circle.
    if (step < 2_000) {
      let best = EPSILON;
      for (let of = 0; of < usable; of += 1)
        if (reduced[of]! > best) {
          best = reduced[of]!;
          enter = of;
        }
    } else for (let of = 0; of < usable && enter < 0; of += 1) if (reduced[of]! > EPSILON) enter = of;
    if (enter < 0) return value;
    let leave = -1;
    let ratio = Number.POSITIVE_INFINITY;
    for (const [at, row] of tableau.entries()) {
      const by = row[enter]!;
      if (by <= EPSILON) continue;
      const one = row[width - 1]! / by;
      if (one < ratio - 1e-12 || (one < ratio + 1e-12 && (leave < 0 || basis[at]! < basis[leave]!))) {
        ratio = one;
        leave = at;
      }
    }
    if (leave < 0) return Number.POSITIVE_INFINITY;
    const pivot = tableau[leave]!;
    const by = pivot[enter]!;
    for (let of = 0; of < width; of += 1) pivot[of]! /= by;
    for (const row of tableau) {
      const factor = row[enter]!;
      if (row === pivot || factor === 0) continue;
      for (let of = 0; of < width; of += 1) row[of]! -= factor * pivot[of]!;
    }
    const factor = reduced[enter]!;
    for (let of = 0; of < width - 1; of += 1) reduced[of]! -= factor * pivot[of]!;
    value += factor * pivot[width - 1]!;
    basis[leave] = enter;
  }
  throw new Error('the program did not end');
}
