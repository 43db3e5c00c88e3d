import { type DemoChat, say } from './chat.ts';
import { people, type Who } from './people.ts';

const everybody = Object.keys(people) as Who[];

export const groups: readonly DemoChat[] = [
  {
    dialogId: 'dlg_general0000000000001',
    name: { ru: 'Общий', en: 'General' },
    members: everybody,
    unread: { sasha: 4, andrey: 2 },
    messages: [
      say(
        'maria',
        [6, '09:58'],
        'Всем привет! Это общий чат, здесь можно писать обо всём.',
        'Hello everyone! This is the chat for everything and everyone.',
        { '👋': ['andrey', 'olga', 'ivan'] },
      ),
      say(
        'dmitry',
        [6, '10:03'],
        'Привет! Наконец-то все в одном месте 👍',
        'Hi! At last we are all in one place 👍',
      ),
      say(
        'tatyana',
        [4, '11:20'],
        'Коллеги, в четверг с 10 до 12 отключат воду на третьем этаже. Запаситесь чаем заранее ☕',
        'Colleagues, on Thursday from 10 to 12 there is no water on the third floor. Fill your kettles in time ☕',
        { '👍': ['sasha', 'nina'], '😱': ['igor'] },
      ),
      say(
        'pavel',
        [3, '17:45'],
        'Отчёт за квартал готов: https://docs.example.ru/reports/q3 Спасибо всем, кто помогал с цифрами.',
        'The quarterly report is ready: https://docs.example.com/reports/q3 Thanks to everybody who helped with the numbers.',
        { '🎉': ['sasha', 'maria', 'elena', 'dmitry'], '❤️': ['anna'] },
      ),
      say(
        'sasha',
        [1, '16:10'],
        'Завтра приедут гости из Казани, встречаем в 11:00 у входа.',
        'Our guests from Kazan arrive tomorrow, we meet them at 11:00 at the entrance.',
      ),
      say(
        'olga',
        [1, '16:12'],
        'Переговорную «Байкал» забронировала.',
        'I have booked the “Baikal” meeting room.',
        { '🙏': ['sasha'] },
      ),
      say(
        'elena',
        74,
        'Напоминаю: *до пятницы* сдать авансовые отчёты.',
        'A reminder: expense reports are due *by Friday*.',
      ),
      say(
        'ivan',
        71,
        'Можно в понедельник? Чеки ещё в пути.',
        'Would Monday do? The receipts are still on their way.',
      ),
      say('elena', 69, 'Можно, но тогда и деньги в понедельник 🙂', 'It would, and so would the money 🙂', {
        '😂': ['ivan', 'pavel', 'anna'],
      }),
      say(
        'anna',
        18,
        'Кто-нибудь видел синюю папку с чертежом стенда?',
        'Has anybody seen the blue folder with the stand design?',
      ),
    ],
  },
  {
    dialogId: 'dlg_north000000000000002',
    name: { ru: 'Проект «Север»', en: 'Project North' },
    members: ['maria', 'sasha', 'andrey', 'dmitry', 'pavel'],
    unread: { sasha: 2, pavel: 5 },
    messages: [
      say(
        'maria',
        [5, '10:00'],
        'План на неделю:\n1. Закрыть замечания заказчика\n2. Собрать версию 2.4\n3. Показать её в пятницу',
        'The plan for the week:\n1. Close the customer’s remarks\n2. Build version 2.4\n3. Show it on Friday',
        { '👍': ['sasha', 'andrey', 'dmitry'] },
      ),
      say(
        'dmitry',
        [5, '10:14'],
        'Замечаний осталось семь, три из них — про печать.',
        'Seven remarks are left, three of them about printing.',
      ),
      say(
        'andrey',
        [2, '15:31'],
        'Нашёл, почему отчёт считался по 40 секунд. Было так:\n```sql\nSELECT *\n  FROM orders\n WHERE date(created_at) = :day\n```\nИндекс по `created_at` при этом не работает.',
        'I found why the report took 40 seconds. It was:\n```sql\nSELECT *\n  FROM orders\n WHERE date(created_at) = :day\n```\nThe index on `created_at` does not help there.',
        { '🔥': ['dmitry', 'maria'] },
      ),
      say(
        'sasha',
        [2, '15:34'],
        'Отличная находка! Сколько теперь?',
        'A great find! How long does it take now?',
      ),
      say('andrey', [2, '15:36'], '0,2 секунды 🚀', '0.2 seconds 🚀', {
        '🚀': ['sasha', 'maria', 'dmitry', 'pavel'],
      }),
      say(
        'pavel',
        [1, '12:05'],
        'Заказчик спрашивает, успеваем ли к пятнице.',
        'The customer asks whether we are ready by Friday.',
      ),
      say(
        'maria',
        [1, '12:09'],
        'Успеваем. Осталось проверить печать на их принтере.',
        'We are. What is left is printing on their printer.',
      ),
      say(
        'dmitry',
        47,
        'Печать проверил: всё на месте, поля ровные.',
        'Printing is checked: everything is there, the margins are even.',
        { '👏': ['maria'] },
      ),
      say(
        'maria',
        33,
        'Тогда собираем 2.4 сегодня вечером. @Александр, посмотришь список изменений?',
        'Then we build 2.4 tonight. @Alexander, will you look through the list of changes?',
      ),
    ],
  },
  {
    dialogId: 'dlg_lunch000000000000003',
    name: { ru: 'Обеды', en: 'Lunch' },
    members: ['olga', 'sasha', 'andrey', 'ivan', 'anna', 'igor'],
    unread: { sasha: 11, andrey: 3 },
    messages: [
      say('olga', [2, '12:30'], 'Сегодня борщ или рамен?', 'Borscht or ramen today?'),
      say('andrey', [2, '12:31'], 'Рамен 🍜', 'Ramen 🍜', { '🍜': ['sasha', 'anna'] }),
      say('ivan', [1, '12:28'], 'В столовой сегодня сырники.', 'Pancakes in the canteen today.'),
      say('anna', [1, '12:29'], 'Бегу!', 'Running!', { '😂': ['olga'] }),
      say('igor', [1, '12:40'], 'Места заняты, подходите.', 'I keep the table, come along.'),
      say('olga', 190, 'Кто сегодня в «Пельменную»?', 'Who joins me for dumplings?'),
      say('ivan', 188, 'Я!', 'Me!'),
      say('anna', 187, 'И я 🙋‍♀️', 'Me too 🙋‍♀️'),
      say('igor', 185, 'Буду через десять минут', 'I will be there in ten minutes'),
      say('andrey', 184, 'Возьмите мне с картошкой, пожалуйста', 'Take the potato ones for me, please'),
      say('olga', 180, 'Взяла! Столик у окна.', 'Done! The table at the window.', { '❤️': ['andrey'] }),
      say('ivan', 176, 'Очередь маленькая', 'It is a short queue'),
      say('anna', 175, 'Уже иду', 'On my way'),
    ],
  },
  {
    dialogId: 'dlg_support0000000000004',
    name: { ru: 'Поддержка', en: 'Support' },
    members: ['nina', 'sasha', 'igor', 'tatyana', 'andrey'],
    unread: {},
    messages: [
      say(
        'nina',
        [3, '09:12'],
        'За ночь четыре обращения, все про вход. Ответила каждому.',
        'Four requests overnight, all about signing in. I have answered each.',
      ),
      say(
        'igor',
        [3, '09:20'],
        'Похоже, письмо с кодом попадает в спам. Проверю настройки почты.',
        'The mail with the code seems to land in spam. I will check the mail settings.',
        { '🙏': ['nina'] },
      ),
      say(
        'igor',
        [1, '14:02'],
        'Исправлено, со вчерашнего вечера жалоб нет.',
        'Mended, and no complaints since last night.',
        { '👍': ['nina', 'sasha', 'tatyana'] },
      ),
      say(
        'sasha',
        [1, '14:05'],
        'Спасибо! Добавьте это в памятку для новых сотрудников.',
        'Thank you! Please add it to the guide for new colleagues.',
      ),
    ],
  },
  {
    dialogId: 'dlg_design00000000000005',
    name: { ru: 'Дизайн', en: 'Design' },
    members: ['anna', 'sasha', 'maria', 'dmitry'],
    unread: {},
    messages: [
      say(
        'anna',
        [4, '13:30'],
        'Новые иконки: https://design.example.ru/icons',
        'The new icons: https://design.example.com/icons',
      ),
      say('maria', [4, '13:41'], 'Очень хорошо, особенно корзина.', 'Very good, the basket most of all.', {
        '❤️': ['anna'],
      }),
      say(
        'sasha',
        [2, '18:20'],
        'Берём. Тёмные варианты успеем к пятнице?',
        'We take them. Will the dark ones be ready by Friday?',
      ),
      say('anna', [2, '18:24'], 'Успеем 🌙', 'They will 🌙'),
    ],
  },
];
