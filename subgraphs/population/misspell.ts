/** One name in two spellings, as two offices write it. */
const SPELLINGS: ReadonlyMap<string, string> = new Map([
  ['Catherine', 'Katherine'],
  ['Zoe', 'Zoey'],
  ['Sara', 'Sarah'],
  ['Sophie', 'Sofie'],
  ['Isabelle', 'Isobel'],
  ['Hannah', 'Hanna'],
  ['Rebecca', 'Rebekah'],
  ['Rachel', 'Rachael'],
  ['Jodie', 'Jody'],
  ['Aisha', 'Ayesha'],
  ['Fatima', 'Fatimah'],
  ['Maryam', 'Mariam'],
  ['Zofia', 'Sofia'],
  ['Niamh', 'Neve'],
  ['Abigail', 'Abigale'],
  ['Stephen', 'Steven'],
  ['Sean', 'Shaun'],
  ['Jonathan', 'Jonathon'],
  ['Mathew', 'Matthew'],
  ['Connor', 'Conor'],
  ['Ciaran', 'Kieran'],
  ['Mohammed', 'Muhammad'],
  ['Yusuf', 'Yousef'],
  ['Ahmed', 'Ahmad'],
  ['Callum', 'Calum'],
  ['Jakub', 'Jacob'],
  ['Clarke', 'Clark'],
  ['Hussain', 'Hussein'],
  ['Rahman', 'Rehman'],
  ['Thompson', 'Thomson'],
  ['Davies', 'Davis'],
  ['MacKenzie', 'McKenzie'],
  ['McDonald', 'MacDonald'],
  ['Chowdhury', 'Choudhury'],
  ['Mahmood', 'Mehmood'],
]);

/** The name as a busy desk would write it: another spelling, no hyphen or apostrophe, or a slip of the fingers. Never the same name. */
export function misspell(name: string, slip: number): string {
  const other = SPELLINGS.get(name);
  if (other !== undefined) return other;
  if (/['-]/.test(name)) return name.includes('-') ? name.replace('-', ' ') : name.replace("'", '');
  const place = 1 + Math.floor(slip * (name.length - 2));
  const swapped = `${name.slice(0, place)}${name[place + 1]}${name[place]}${name.slice(place + 2)}`;
  return swapped === name || name.length < 4 ? `${name}${name.at(-1)}` : swapped;
}
