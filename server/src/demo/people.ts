export type Language = 'ru' | 'en';

/** The same in both languages of the demo. */
export type Words = Record<Language, string>;

export interface DemoPerson {
  userId: string;
  phone: string;
  name: Words;
}

const person = (userId: string, phone: string, ru: string, en: string): DemoPerson => ({
  userId,
  phone,
  name: { ru, en },
});

/** A company of a dozen people. */
export const people = {
  sasha: person('usr_petrov01', '79111111111', 'Александр Петров', 'Alexander Petrov'),
  andrey: person('usr_volkov01', '79777777777', 'Андрей Волков', 'Andrew Volkov'),
  maria: person('usr_sokolov1', '79222222222', 'Мария Соколова', 'Maria Sokolova'),
  dmitry: person('usr_orlov001', '79333333333', 'Дмитрий Орлов', 'Dmitry Orlov'),
  elena: person('usr_kuznets1', '79444444444', 'Елена Кузнецова', 'Elena Kuznetsova'),
  olga: person('usr_elkina01', '79555555555', 'Ольга Ёлкина', 'Olga Yolkina'),
  ivan: person('usr_lebedev1', '79666666666', 'Иван Лебедев', 'Ivan Lebedev'),
  tatyana: person('usr_morozov1', '79888888888', 'Татьяна Морозова', 'Tatiana Morozova'),
  pavel: person('usr_novikov1', '79999999999', 'Павел Новиков', 'Paul Novikov'),
  nina: person('usr_vasilyv1', '79101010101', 'Нина Васильева', 'Nina Vasilieva'),
  igor: person('usr_zaytsev1', '79202020202', 'Игорь Зайцев', 'Igor Zaytsev'),
  anna: person('usr_belova01', '79303030303', 'Анна Белова', 'Anna Belova'),
};

export type Who = keyof typeof people;

/** Whom the small world knows. */
export const fewPeople: readonly Who[] = ['sasha', 'andrey', 'maria', 'dmitry', 'elena'];
