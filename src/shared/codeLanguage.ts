/** Names that people write after a fence; any other word there is the first line of the code. */
const languages = new Set(
  `asm awk bash basic bat batch bsl c c# c++ clojure cmake cmd conf console cpp cs csharp css csv cypher d dart delphi diff
  docker dockerfile dotenv elixir elm env erlang f# fish fortran fsharp go golang gradle graphql groovy haskell hcl hs html
  http ini java javascript js json json5 jsonc jsonl jsx julia kotlin kt kts latex less lisp log lua make makefile markdown
  matlab md mermaid nginx nix objc objective-c ocaml pascal patch perl php pl plain plaintext plantuml plsql postgresql
  powershell prolog properties proto protobuf ps1 puml py python python3 r rb regex rs rst ruby rust sass scala scheme scss
  sh shell solidity sql sqlite svelte svg swift systemd tcl terraform tex text toml ts tsql tsx txt typescript vb vba
  verilog vhdl vim vue wasm xml xsl yaml yml zig zsh 1c`.split(/\s+/),
);

/** What stands between two fences, without the line breaks beside them, and the language that is named by the first line. */
export function splitLanguage(inner: string): { text: string; language: string | null } {
  const [, word = '', code] = /^[ \t]*([\w+#.-]{1,20})[ \t]*\r?\n([\s\S]*)$/.exec(inner) ?? [];
  const named = code !== undefined && code.trim() !== '' && languages.has(word.toLowerCase());
  const text = named ? code : inner.replace(/^[ \t]*\n/, '');
  return { text: text.replace(/\n[ \t]*$/, ''), language: named ? word : null };
}
