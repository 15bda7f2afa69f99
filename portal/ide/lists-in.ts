export type ListCell = string | number | boolean | null;

/** One list of an answer as a table. Rows of a list within a list stand together, each behind what its parent says of itself. */
export interface AnsweredList {
  /** Names of the fields that lead to it: `findPeople.certain.involvements`. */
  readonly path: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly ListCell[])[];
}

type Values = Readonly<Record<string, ListCell>>;

/** Every list of objects in an answer's data, in the order in which it is met. */
export function listsIn(data: unknown): readonly AnsweredList[] {
  const lists = new Map<string, Values[]>();
  walk(data, '', {}, lists);
  return [...lists].map(([path, rows]) => {
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    return { path, columns, rows: rows.map((row) => columns.map((column) => row[column] ?? null)) };
  });
}

function walk(value: unknown, path: string, parent: Values, lists: Map<string, Values[]>): void {
  if (Array.isArray(value)) {
    const objects = value.filter(isObject);
    if (objects.length === 0) return;
    const rows = lists.get(path) ?? [];
    lists.set(path, rows);
    const name = path.slice(path.lastIndexOf('.') + 1);
    for (const one of objects) {
      const own = flatten(one);
      rows.push({ ...parent, ...own });
      walkFields(one, path, { ...parent, ...under(name, own) }, lists);
    }
  } else if (isObject(value)) walkFields(value, path, parent, lists);
}

function walkFields(value: object, path: string, parent: Values, lists: Map<string, Values[]>): void {
  for (const [name, field] of Object.entries(value)) walk(field, path === '' ? name : `${path}.${name}`, parent, lists);
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What an object says of itself: `contact.name` of an object within it, and a list of values in one cell. */
function flatten(value: Readonly<Record<string, unknown>>): Values {
  const cells: Record<string, ListCell> = {};
  for (const [name, field] of Object.entries(value)) {
    if (isObject(field)) Object.assign(cells, under(name, flatten(field)));
    else if (!Array.isArray(field)) cells[name] = field as ListCell;
    else if (field.length > 0 && !field.some(isObject)) cells[name] = field.map((one) => one ?? '').join('; ');
  }
  return cells;
}

const under = (name: string, values: Values): Values =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [`${name}.${key}`, value]));
