/** One server of the comparison: how it is started on a port, and how it is asked. */
export interface Contestant {
  readonly name: string;
  readonly path: string;
  readonly command: readonly [file: string, ...args: string[]];
  readonly environment: Readonly<Record<string, string>>;
  readonly headers: () => Promise<Readonly<Record<string, string>>>;
  /** Under which it knows a family of the run, by its place among them. */
  readonly familyId: (family?: number) => string;
  /** In place of the usual one. */
  readonly query?: string;
  /** Why it cannot be tried here. */
  readonly absent?: string;
}

export const PORT_HERE = '{port}';
