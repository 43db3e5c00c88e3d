/** One of the people whom the demo server knows from its first start. */
export interface DemoPerson {
  profile: string;
  name: string;
  phone: string;
  shownPhone: string;
}

export const aleksandr: DemoPerson = {
  profile: 'aleksandr',
  name: 'Александр Петров',
  phone: '79111111111',
  shownPhone: '+7 911 111-11-11',
};

export const andrey: DemoPerson = {
  profile: 'andrey',
  name: 'Андрей Волков',
  phone: '79777777777',
  shownPhone: '+7 977 777-77-77',
};

const mariya: DemoPerson = {
  profile: 'mariya',
  name: 'Мария Соколова',
  phone: '79222222222',
  shownPhone: '+7 922 222-22-22',
};

const dmitriy: DemoPerson = {
  profile: 'dmitriy',
  name: 'Дмитрий Орлов',
  phone: '79333333333',
  shownPhone: '+7 933 333-33-33',
};

const elena: DemoPerson = {
  profile: 'elena',
  name: 'Елена Кузнецова',
  phone: '79444444444',
  shownPhone: '+7 944 444-44-44',
};

export const demoPeople: readonly DemoPerson[] = [aleksandr, andrey, mariya, dmitriy, elena];
export const demoCode = '1234';
export const sharedChat = 'Общий';

/** The two of a scenario. */
export interface Cast {
  a: DemoPerson;
  b: DemoPerson;
  /** The title of their chat. */
  chat: string;
  /** Once it has been sent. */
  code(who: DemoPerson): Promise<string>;
}

export const demoCast: Cast = { a: aleksandr, b: andrey, chat: sharedChat, code: async () => demoCode };
