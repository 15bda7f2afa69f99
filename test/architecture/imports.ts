import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { type ModuleItem, parseSync } from '@swc/core';

export const root = join(__dirname, '../..');

export interface Import {
  /** Repository paths with `/`. */
  readonly from: string;
  /** A repository path for our own code; otherwise the package's name. */
  readonly to: string;
  readonly ours: boolean;
  readonly typeOnly: boolean;
}

/**
 * Our TypeScript files (or those of other endings): tracked by git, and new ones that it does not ignore. Examples are as
 * others would have them, beside no workspace.
 */
export function sourceFiles(endings: readonly string[] = ['*.ts', '*.tsx']): readonly string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...endings], {
    cwd: root,
    encoding: 'utf8',
  });
  return listed
    .split('\n')
    .filter((file) => file !== '' && !file.startsWith('examples/') && existsSync(join(root, file)));
}

export function importsOf(file: string): readonly Import[] {
  const { body } = parseSync(readFileSync(join(root, file), 'utf8'), {
    syntax: 'typescript',
    tsx: file.endsWith('x'),
    target: 'es2022',
  });
  return body.flatMap((item) => {
    const source = sourceOf(item);
    if (!source) return [];
    return [{ from: file, ...resolve(file, source.value), typeOnly: source.typeOnly }];
  });
}

function sourceOf(item: ModuleItem): { readonly value: string; readonly typeOnly: boolean } | null {
  switch (item.type) {
    case 'ImportDeclaration': {
      const named =
        item.specifiers.length > 0 &&
        item.specifiers.every((specifier) => specifier.type === 'ImportSpecifier' && specifier.isTypeOnly);
      return { value: item.source.value, typeOnly: item.typeOnly || named };
    }
    case 'ExportAllDeclaration':
      return { value: item.source.value, typeOnly: false };
    case 'ExportNamedDeclaration':
      return item.source
        ? { value: item.source.value, typeOnly: (item as { readonly typeOnly?: boolean }).typeOnly === true }
        : null;
    default:
      return null;
  }
}

/** Folder of each workspace, by the name after `@family-view/`. */
const WORKSPACES: Readonly<Record<string, string>> = Object.fromEntries(
  workspaces().map((folder) => [folder.split('/').at(-1)!, folder]),
);

/** The workspaces' folders, as the root's package.json lists them. */
export function workspaces(): readonly string[] {
  return (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { workspaces: string[] }).workspaces;
}

function resolve(file: string, specifier: string): { readonly to: string; readonly ours: boolean } {
  if (specifier.startsWith('.')) return { to: asFile(normalize(join(dirname(file), specifier))), ours: true };
  const own = /^@family-view\/([\w-]+)(?:\/(.+))?$/.exec(specifier);
  if (own) return { to: asFile(join(WORKSPACES[own[1]!] ?? own[1]!, own[2] ?? 'index')), ours: true };
  const name = specifier.startsWith('@') ? specifier.split('/').slice(0, 2).join('/') : specifier.split('/')[0]!;
  return { to: name, ours: false };
}

function asFile(path: string): string {
  for (const candidate of [path, `${path}.ts`, `${path}.tsx`, `${path}/index.ts`])
    if (/\.\w+$/.test(candidate) && existsSync(join(root, candidate))) return candidate;
  return path;
}

/** `subgraphs/health` for a file of an agency, `gateway` for a file of the gateway. */
export function workspaceOf(path: string): string {
  const [first = '', second = ''] = path.split('/');
  return first === 'subgraphs' ? `${first}/${second}` : first;
}
