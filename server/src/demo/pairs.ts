import { type DemoChat, say } from './chat.ts';

/** Chats of two people. */
export const pairs: readonly DemoChat[] = [
  {
    dialogId: 'dlg_sasha_andrey00000006',
    name: null,
    members: ['sasha', 'andrey'],
    unread: {},
    messages: [
      say(
        'andrey',
        [3, '10:02'],
        'Привет! Доступ к стенду появился, спасибо.',
        'Hi! I have access to the test stand now, thanks.',
      ),
      say(
        'sasha',
        [3, '10:05'],
        'Отлично. Запускать вот так:\n```sh\nnpm ci\nnpm start\n```',
        'Great. This is how to start it:\n```sh\nnpm ci\nnpm start\n```',
        { '👍': ['andrey'] },
      ),
      say(
        'andrey',
        [1, '17:48'],
        'Завтра покажем заказчику новую версию?',
        'Do we show the customer the new version tomorrow?',
      ),
      say(
        'sasha',
        [1, '17:50'],
        'Да, в 15:00. Описание здесь: https://wiki.example.ru/releases/2.4',
        'Yes, at 15:00. It is described here: https://wiki.example.com/releases/2.4',
      ),
      say('andrey', [1, '17:53'], 'Прочитал, всё понятно 👌', 'Read it, all clear 👌', { '🤝': ['sasha'] }),
      say('sasha', 52, 'Доброе утро! Гости уже в пути.', 'Good morning! Our guests are on their way.'),
      say(
        'andrey',
        50,
        'Переговорная готова, кофе тоже ☕',
        'The meeting room is ready, and so is the coffee ☕',
        { '❤️': ['sasha'] },
      ),
    ],
  },
  {
    dialogId: 'dlg_sasha_maria000000007',
    name: null,
    members: ['maria', 'sasha'],
    unread: {},
    messages: [
      say(
        'maria',
        [1, '11:15'],
        'Договор подписан с обеих сторон 🎉',
        'The contract is signed by both sides 🎉',
        { '🎉': ['sasha'] },
      ),
      say('sasha', [1, '11:17'], 'Поздравляю! Когда начинаем?', 'Congratulations! When do we start?'),
      say(
        'maria',
        126,
        'Со следующего понедельника. Пришлёшь список тех, кому нужен пропуск?',
        'Next Monday. Will you send me the list of those who need a pass?',
      ),
    ],
  },
  {
    dialogId: 'dlg_sasha_elena000000008',
    name: null,
    members: ['elena', 'sasha'],
    unread: { sasha: 1 },
    messages: [
      say(
        'sasha',
        [2, '10:40'],
        'Елена, как правильно оформить поездку в Казань?',
        'Elena, what is the right way to file the trip to Kazan?',
      ),
      say(
        'elena',
        94,
        'Коротко не получится, поэтому по порядку.\n\nДо поездки: заявка на командировку за пять рабочих дней, в ней даты, город и цель. Билеты покупает офис-менеджер, самостоятельная покупка — только если рейс меняется в последний день.\n\nВ поездке: сохраняйте посадочные талоны и чеки за гостиницу. Такси возмещаем по чеку, обеды входят в суточные.\n\nПосле: авансовый отчёт в течение трёх рабочих дней, к нему все чеки и короткий рассказ о результатах. Если чек потерялся — не страшно, напишите мне сразу, запросим копию.',
        'It does not fit into one line, so step by step.\n\nBefore the trip: a request five working days ahead, with the dates, the city and the reason. The office manager buys the tickets; buy your own only when a flight changes on the last day.\n\nOn the trip: keep boarding passes and hotel receipts. Taxis are refunded by receipt, lunches are part of the daily allowance.\n\nAfterwards: the expense report within three working days, with all receipts and a short note on the results. If a receipt got lost, never mind: tell me at once and we ask for a copy.',
      ),
    ],
  },
  {
    dialogId: 'dlg_sasha_dmitry00000009',
    name: null,
    members: ['sasha', 'dmitry'],
    unread: { dmitry: 1 },
    messages: [
      say('dmitry', [1, '09:30'], 'Сборка 2.4 прошла все проверки.', 'Build 2.4 has passed every check.', {
        '💪': ['sasha'],
      }),
      say(
        'sasha',
        41,
        'Супер! Выложи её, пожалуйста, на стенд до обеда.',
        'Super! Please put it on the test stand before lunch.',
      ),
    ],
  },
  {
    dialogId: 'dlg_sasha_olga0000000010',
    name: null,
    members: ['olga', 'sasha'],
    unread: {},
    messages: [
      say(
        'olga',
        [3, '15:00'],
        'Отпуск с 14 по 28 декабря согласован ✅',
        'Your holiday from 14 to 28 December is approved ✅',
        { '🌴': ['sasha'] },
      ),
      say('sasha', [3, '15:02'], 'Спасибо!', 'Thank you!'),
    ],
  },
  {
    dialogId: 'dlg_sasha_pavel000000011',
    name: null,
    members: ['pavel', 'sasha'],
    unread: {},
    messages: [
      say(
        'sasha',
        [5, '18:40'],
        'Павел, пришли, пожалуйста, цифры за октябрь.',
        'Paul, please send me the numbers for October.',
      ),
      say('pavel', [5, '18:55'], 'Отправил на почту. Рост 12 %.', 'They are in your mail. We grew by 12%.', {
        '👍': ['sasha'],
      }),
    ],
  },
  {
    dialogId: 'dlg_andrey_maria00000012',
    name: null,
    members: ['andrey', 'maria'],
    unread: { andrey: 1 },
    messages: [
      say('andrey', [1, '15:40'], 'Мария, запрос про отчёт закрыл.', 'Maria, the report issue is closed.'),
      say(
        'maria',
        65,
        'Видела, спасибо! Расскажешь на встрече, как нашёл?',
        'I saw it, thanks! Will you tell us at the meeting how you found it?',
      ),
    ],
  },
  {
    dialogId: 'dlg_andrey_igor000000013',
    name: null,
    members: ['igor', 'andrey'],
    unread: {},
    messages: [
      say(
        'igor',
        [2, '11:11'],
        'Новый ноутбук готов, можно забирать.',
        'Your new laptop is ready to be picked up.',
      ),
      say('andrey', [2, '11:12'], 'Уже бегу 🏃', 'On my way 🏃', { '😂': ['igor'] }),
    ],
  },
];
