/** What a fingerprint is shown as: a byte of its hash is one of these. Unlike each other, and drawn by every system since 2017. */
const set = `
  🐶 🐱 🐭 🐰 🦊 🐻 🐼 🐨 🐯 🦁 🐮 🐷 🐸 🐵 🐔 🐧 🦅 🦆 🦉 🦇 🐺 🐴 🦄 🐝 🐛 🦋 🐌 🐞 🕷️ 🦂 🐢 🐍
  🦎 🐙 🦑 🦐 🦀 🐠 🐬 🐳 🦈 🐊 🦓 🦍 🐘 🦏 🐪 🦒 🐑 🦌 🕊️ 🐿️ 🦔 🌵 🎄 🌴 🌳 🍀 🍁 🍄 🌹 🌻 🌾 🌙
  ⭐ ☀️ ⛅ 🌈 ⚡ ❄️ 🔥 💧 🌊 🌋 🌍 ☔ 🌪️ ☄️ ⛄ 🍏 🍐 🍊 🍋 🍌 🍉 🍇 🍓 🍒 🍍 🥥 🥝 🍅 🍆 🥑 🥦 🥒
  🌶️ 🌽 🥕 🥔 🥐 🍞 🧀 🥚 🍳 🥓 🍖 🌭 🍔 🍟 🍕 🌮 🍝 🍣 🍦 🍩 🍪 🎂 🍫 🍬 🍭 🍯 🍿 ☕ 🍷 🍺 🥛 🥄
  ⚽ 🏀 🏈 🎾 🎱 🏓 🏸 🥊 ⛳ 🏹 🎣 🎿 🛷 🎯 🎲 🎳 🎮 🎰 🎨 🎬 🎤 🎧 🎹 🥁 🎷 🎺 🎸 🎻 🎭 🎪 🏆 🎈
  🎁 🎀 🚗 🚌 🚑 🚒 🚜 🚲 🛵 🚂 🚁 ✈️ 🚀 🛸 ⛵ 🚢 ⚓ 🚦 🚧 ⛽ 🏠 🏭 🏰 🗽 🗿 ⛺ 🎡 🎢 ⛲ 🌉 ⌚ 📱
  💻 🖨️ 🖱️ 🕹️ 💾 📷 🎥 ☎️ 📺 📻 ⏰ ⏳ 🔋 🔌 💡 🔦 🕯️ 💎 ⚖️ 🔧 🔨 ⛏️ 🔩 ⚙️ 🛡️ 🔮 💈 🔭 🔬 💊 🚿 🛁
  🔑 🚪 🛋️ 🛏️ 🖼️ 🛒 ✉️ 📦 📜 📅 📌 📎 ✂️ 🖊️ 📏 🔒 👓 👔 👗 👟 👠 🎩 👑 💍 🎓 💼 🎒 👻 🤖 👽 ❤️ 👣
`
  .trim()
  .split(/\s+/);

/** The four that stand for a hash of hexadecimal digits; 2³² fingerprints look different. */
export function emojiOf(hash: string): string[] {
  return [0, 2, 4, 6].map((at) => set[Number.parseInt(hash.slice(at, at + 2), 16)] ?? '');
}
