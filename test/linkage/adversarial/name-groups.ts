/**
 * Names of seven groups, invented for these cases and common in the group. `twins`: names of one sex that twins bear and
 * that are alike. `spellings`: one name in two spellings. `called`: a name, and what its bearer is called.
 */
export interface NameGroup {
  readonly boys: readonly string[];
  readonly girls: readonly string[];
  readonly families: readonly string[];
  readonly twins: readonly (readonly [string, string])[];
  readonly spellings: readonly (readonly [string, string])[];
  readonly called: readonly (readonly [string, string])[];
  /** A family name in two spellings or forms. */
  readonly familySpellings: readonly (readonly [string, string])[];
}

export const NAME_GROUPS = {
  English: {
    boys: ['Oliver', 'George', 'Noah', 'Arthur', 'Leo', 'Joshua', 'Edward', 'Henry', 'Reuben', 'Daniel'],
    girls: ['Olivia', 'Amelia', 'Isla', 'Ava', 'Freya', 'Florence', 'Willow', 'Grace', 'Charlotte', 'Evelyn'],
    families: ['Smith', 'Walker', 'Hughes', 'Edwards', 'Green', 'Harris', 'Bennett', 'Shaw', 'Dixon', 'Palmer'],
    twins: [
      ['Lilly', 'Libby'],
      ['Ben', 'Dan'],
      ['Ella', 'Etta'],
      ['Jayden', 'Hayden'],
      ['William', 'Liam'],
    ],
    spellings: [
      ['Sarah', 'Sara'],
      ['Katherine', 'Catherine'],
      ['Isaac', 'Izaak'],
      ['Stephen', 'Steven'],
      ['Chloe', 'Khloe'],
    ],
    called: [
      ['John', 'Jack'],
      ['Henry', 'Harry'],
      ['Elizabeth', 'Ellie'],
      ['Alexander', 'Alex'],
      ['Maximilian', 'Max'],
      ['Theodore', 'Teddy'],
    ],
    familySpellings: [
      ['Clark', 'Clarke'],
      ['Thompson', 'Thomson'],
      ['Reid', 'Reed'],
    ],
  },
  'Irish and Traveller': {
    boys: ['Patrick', 'Michael', 'Simon', 'Martin', 'Thomas', 'Declan', 'Hughie', 'Ciaran', 'Cornelius', 'Felix'],
    girls: ['Margaret', 'Bridget', 'Kathleen', 'Nora', 'Winifred', 'Ann', 'Julia', 'Philomena', 'Roisin', 'Deirdre'],
    families: [
      'McDonagh',
      'Sweeney',
      'Joyce',
      'Ward',
      'Maughan',
      "O'Driscoll",
      'Connors',
      'Quilligan',
      'Stokes',
      'Cash',
    ],
    twins: [
      ['Ann', 'Anna'],
      ['Martin', 'Marty'],
      ['Declan', 'Deaglan'],
      ['Nora', 'Nola'],
      ['Tom', 'Tim'],
    ],
    spellings: [
      ['Sean', 'Shaun'],
      ['Kathleen', 'Cathleen'],
      ['Ciaran', 'Kieran'],
      ['Bridget', 'Brigid'],
      ['Aoife', 'Eefa'],
    ],
    called: [
      ['Patrick', 'Paddy'],
      ['Margaret', 'Peggy'],
      ['Bridget', 'Biddy'],
      ['James', 'Seamus'],
      ['Michael', 'Mikey'],
      ['Mary', 'Molly'],
    ],
    familySpellings: [
      ['McDonagh', 'MacDonagh'],
      ["O'Brien", 'O Brien'],
      ['Maughan', 'Mongan'],
    ],
  },
  Polish: {
    boys: ['Jakub', 'Mateusz', 'Krzysztof', 'Bartosz', 'Szymon', 'Kacper', 'Paweł', 'Łukasz', 'Wojciech', 'Igor'],
    girls: ['Zuzanna', 'Wiktoria', 'Agnieszka', 'Maja', 'Lena', 'Hanna', 'Oliwia', 'Kinga', 'Natalia', 'Dorota'],
    families: ['Nowak', 'Wójcik', 'Mazur', 'Krawczyk', 'Dudek', 'Pawlak', 'Sikora', 'Gajda', 'Baran', 'Duda'],
    twins: [
      ['Julia', 'Julita'],
      ['Mikołaj', 'Mikola'],
      ['Jan', 'Jana'],
      ['Maja', 'Kaja'],
      ['Michał', 'Michalina'],
    ],
    spellings: [
      ['Wiktoria', 'Wictoria'],
      ['Jakub', 'Yakub'],
      ['Kacper', 'Kasper'],
      ['Gabriela', 'Gabriella'],
      ['Filip', 'Fillip'],
    ],
    called: [
      ['Katarzyna', 'Kasia'],
      ['Małgorzata', 'Gosia'],
      ['Aleksandra', 'Ola'],
      ['Jakub', 'Kuba'],
      ['Krzysztof', 'Krzysiek'],
      ['Oliwia', 'Olivia'],
    ],
    familySpellings: [
      ['Kowalska', 'Kowalski'],
      ['Wiśniewska', 'Wisniewski'],
      ['Nowak', 'Novak'],
    ],
  },
  'South Asian': {
    boys: ['Bilal', 'Rohan', 'Arjun', 'Imran', 'Haider', 'Gurpreet', 'Vikram', 'Kabir', 'Danyal', 'Nikhil'],
    girls: ['Zoya', 'Priya', 'Simran', 'Hafsa', 'Jaspreet', 'Anjali', 'Mahnoor', 'Ishani', 'Rukhsana', 'Tanvi'],
    families: ['Patel', 'Iqbal', 'Shah', 'Akhtar', 'Gill', 'Mirza', 'Sharma', 'Rathore', 'Aslam', 'Bose'],
    twins: [
      ['Hassan', 'Hussain'],
      ['Ameena', 'Aleena'],
      ['Haroon', 'Haroun'],
      ['Sameer', 'Sameera'],
      ['Arif', 'Asif'],
    ],
    spellings: [
      ['Mohammed', 'Muhammad'],
      ['Aisha', 'Ayesha'],
      ['Zain', 'Zayn'],
      ['Deepak', 'Dipak'],
      ['Lakshmi', 'Laxmi'],
    ],
    called: [
      ['Muhammad Yusuf', 'Yusuf'],
      ['Harpreet', 'Harry'],
      ['Gurpreet', 'Gary'],
      ['Siddharth', 'Sid'],
      ['Sukhdeep', 'Sukh'],
      ['Jaswinder', 'Jas'],
    ],
    familySpellings: [
      ['Choudhury', 'Chowdhury'],
      ['Begum', 'Begam'],
      ['Sidhu', 'Sidhoo'],
    ],
  },
  Arabic: {
    boys: ['Faris', 'Karam', 'Mazen', 'Anwar', 'Samer', 'Bashar', 'Jaber', 'Hatem', 'Walid', 'Ramzi'],
    girls: ['Rima', 'Dalal', 'Hind', 'Lubna', 'Najwa', 'Souad', 'Ghada', 'Rasha', 'Yasmin', 'Abeer'],
    families: ['Haddad', 'Khoury', 'Nasser', 'Sabbagh', 'Darwish', 'Barakat', 'Masri', 'Hamdan', 'Zein', 'Atassi'],
    twins: [
      ['Hasan', 'Husein'],
      ['Rana', 'Rania'],
      ['Abdulrahman', 'Abdulrahim'],
      ['Amir', 'Amira'],
      ['Nour', 'Noura'],
    ],
    spellings: [
      ['Omar', 'Umar'],
      ['Yousef', 'Yusuf'],
      ['Khadija', 'Khadijah'],
      ['Abdul Rahman', 'Abdurrahman'],
      ['Layla', 'Leila'],
    ],
    called: [
      ['Abdulrahman', 'Abdul'],
      ['Mustafa', 'Mus'],
      ['Muhammad Hassan', 'Hassan'],
      ['Maryam', 'Mary'],
      ['Ibrahim', 'Ibby'],
      ['Fatima', 'Fati'],
    ],
    familySpellings: [
      ['Hussein', 'Hussain'],
      ['Yousef', 'Yusuf'],
      ['Osman', 'Uthman'],
    ],
  },
  African: {
    boys: ['Kwame', 'Kofi', 'Chinedu', 'Tesfaye', 'Babajide', 'Abdullahi', 'Kelechi', 'Filmon', 'Obinna', 'Lamin'],
    girls: ['Ngozi', 'Ama', 'Ifrah', 'Folasade', 'Selam', 'Halima', 'Adaeze', 'Abena', 'Hodan', 'Fatou'],
    families: ['Okafor', 'Mensah', 'Adeyemi', 'Osei', 'Balogun', 'Abdi', 'Eze', 'Tesfay', 'Diallo', 'Kamara'],
    twins: [
      ['Taiwo', 'Taiye'],
      ['Abdirahman', 'Abdirahim'],
      ['Hassan', 'Hussein'],
      ['Kwame', 'Kwabe'],
      ['Ife', 'Ifeoma'],
    ],
    spellings: [
      ['Halima', 'Xaliimo'],
      ['Mohamed', 'Maxamed'],
      ['Folasade', 'Folashade'],
      ['Kofi', 'Coffie'],
      ['Yohannes', 'Yohanes'],
    ],
    called: [
      ['Chukwuemeka', 'Emeka'],
      ['Oluwaseun', 'Seun'],
      ['Chiamaka', 'Amaka'],
      ['Babatunde', 'Tunde'],
      ['Temitope', 'Temi'],
      ['Emmanuel', 'Manny'],
    ],
    familySpellings: [
      ['Mohamed', 'Mohammed'],
      ['Diallo', 'Jallow'],
      ['Farah', 'Faarax'],
    ],
  },
  Chinese: {
    boys: ['Hao', 'Jun', 'Bo', 'Ming', 'Zhi Wei', 'Jia Hao', 'Tao', 'Peng', 'Qiang', 'Xiang'],
    girls: ['Mei', 'Li', 'Jing', 'Ying', 'Xiu', 'Hua', 'Lan', 'Xue', 'Yi', 'Qian'],
    families: ['Chen', 'Liu', 'Yang', 'Lin', 'Gao', 'Nguyen', 'Tran', 'Ho', 'Ma', 'Deng'],
    twins: [
      ['Mei', 'Mai'],
      ['Jun', 'Jin'],
      ['Ying', 'Yin'],
      ['Jia Hao', 'Jia Hui'],
      ['Bo', 'Bao'],
    ],
    spellings: [
      ['Xin', 'Hsin'],
      ['Xue', 'Hsueh'],
      ['Jia Hao', 'Jiahao'],
      ['Xiao Ming', 'Hsiaoming'],
      ['Xiang', 'Hsiang'],
    ],
    called: [
      ['Jun', 'Kevin'],
      ['Mei Ling', 'Mei'],
      ['Xiaoming', 'Ming'],
      ['Jing', 'Grace'],
      ['Minh', 'David'],
      ['Jia Hao', 'Ka Ho'],
    ],
    familySpellings: [
      ['Zhang', 'Cheung'],
      ['Huang', 'Wong'],
      ['Wu', 'Ng'],
    ],
  },
} as const satisfies Readonly<Record<string, NameGroup>>;

export type GroupName = keyof typeof NAME_GROUPS;
