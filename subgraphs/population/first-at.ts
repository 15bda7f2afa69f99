/** Where the first stands whose value holds, of a list in which all after it do too; behind the last where none does. */
export function firstAt<One>(inOrder: readonly One[], holds: (one: One) => boolean): number {
  let [low, high] = [0, inOrder.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(inOrder[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
