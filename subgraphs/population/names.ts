/** Given and family names of the borough. None is anybody's in particular. */
const listed = (names: string): readonly string[] => names.split(',').map((name) => name.trim());

export const GIRLS = listed(`
  Amelia, Olivia, Isla, Ava, Mia, Freya, Lily, Florence, Willow, Rosie, Sienna, Phoebe, Evie, Ella, Poppy,
  Grace, Aisha, Fatima, Maryam, Zara, Hana, Priya, Anaya, Simran, Chiamaka, Adaeze, Amara, Zofia, Maja, Lena,
  Elena, Ioana, Catherine, Zoe, Isabelle, Sophie, Sara, Niamh, Aoife, Erin, Megan, Hannah, Abigail, Rebecca,
  Rachel, Jodie, Kayleigh, Stacey`);
export const BOYS = listed(`
  Noah, Oliver, George, Arthur, Leo, Theo, Oscar, Archie, Freddie, Henry, Jack, Luca, Harry, Alfie, Tommy,
  Finley, Mohammed, Yusuf, Ibrahim, Ahmed, Zain, Arjun, Rohan, Gurpreet, Chidi, Emeka, Kwame, Jakub, Filip,
  Kacper, Andrei, Matei, Stephen, Sean, Jonathan, Mathew, Connor, Ciaran, Liam, Callum, Jayden, Kai, Tyler,
  Mason, Reece, Dean, Lee, Craig`);
export const FAMILY_NAMES = listed(`
  Smith, Jones, Taylor, Brown, Williams, Wilson, Johnson, Davies, Robinson, Wright, Thompson, Evans, Walker,
  White, Roberts, Green, Hall, Wood, Jackson, Clarke, Hughes, Edwards, Harrison, Cooper, Ward, Turner, Morris,
  Hill, Moore, Clark, Baker, Harris, Khan, Ahmed, Hussain, Ali, Begum, Iqbal, Malik, Patel, Singh, Kaur, Sharma,
  Rahman, Chowdhury, Mahmood, Akhtar, Shah, Adeyemi, Eze, Nwosu, Mensah, Boateng, Abebe, Hassan, Osman,
  Kowalska, Nowak, Wojcik, Popescu, Ionescu, Petrova, Silva, Santos, O'Connor, O'Brien, O'Neill, D'Souza, Smith-Jones,
  Ward-Hall, Lee-Brown, Clarke-Evans, McDonald, MacKenzie, FitzGerald, St John, Ainsworth, Barraclough,
  Crabtree, Dewhirst, Entwistle, Fothergill, Greenhalgh, Hebblethwaite, Illingworth, Jagger, Kershaw, Lumb,
  Murgatroyd, Naylor, Oldroyd, Pickles, Ramsbottom, Sutcliffe, Thackray, Uttley, Varley, Womersley, Yeadon,
  Braithwaite, Cartwright, Dyson, Elland, Fairbairn, Gledhill, Hartley, Ingham, Jowett`);
