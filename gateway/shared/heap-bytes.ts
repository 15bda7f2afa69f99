const OBJECT_BYTES = 24;
const POINTER_BYTES = 8;
const STRING_BYTES = 24;
const ENTRY_BYTES = 40;

/**
 * About what a value takes of the heap, looked through plain objects, lists, maps, sets and texts. What is of a class of its
 * own (a schema's types, for one) belongs to others and is not counted, nor is what functions close over.
 */
export function heapBytes(value: unknown): number {
  const waiting: unknown[] = [value];
  const seen = new Set<object>();
  let bytes = 0;
  while (waiting.length > 0) {
    const one = waiting.pop();
    if (typeof one === 'string') bytes += STRING_BYTES + one.length;
    if (typeof one !== 'object' || one === null || seen.has(one)) continue;
    seen.add(one);
    if (Array.isArray(one)) {
      bytes += OBJECT_BYTES + POINTER_BYTES * one.length;
      for (const inner of one) waiting.push(inner);
    } else if (one instanceof Map || one instanceof Set) {
      bytes += OBJECT_BYTES + ENTRY_BYTES * one.size;
      for (const [key, inner] of one.entries()) waiting.push(key, inner);
    } else if (isPlain(one)) {
      const inner = Object.values(one);
      bytes += OBJECT_BYTES + POINTER_BYTES * inner.length;
      for (const each of inner) waiting.push(each);
    }
  }
  return bytes;
}

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};
