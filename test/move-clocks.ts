/** Everybody's clock in this process, as a test sets it. */
export function moveClocks() {
  const RealDate = Date;
  let ahead = 0;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args: []) => (args.length === 0 ? new target(target.now() + ahead) : new target(...args)),
    get: (target, name) => (name === 'now' ? () => target.now() + ahead : Reflect.get(target, name)),
  });
  return {
    later: (milliseconds: number): void => {
      ahead = milliseconds;
    },
    restore: (): void => {
      globalThis.Date = RealDate;
    },
  };
}
