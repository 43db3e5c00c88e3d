import { Label, Radio, RadioGroup } from 'react-aria-components';

interface ChoiceProps<Value extends string> {
  title: string;
  value: Value;
  options: { value: Value; words: string; lang?: string }[];
  onChange: (value: Value) => void;
}

/** One of a few: all of them in sight. */
export function Choice<Value extends string>({ title, value, options, onChange }: ChoiceProps<Value>) {
  return (
    <RadioGroup
      value={value}
      onChange={(chosen) => {
        const option = options.find((candidate) => candidate.value === chosen);
        if (option) onChange(option.value);
      }}
      className="flex flex-col gap-1.5"
    >
      <Label className="text-[0.8125rem] font-medium text-muted">{title}</Label>
      <div className="flex flex-wrap gap-1 rounded-xl bg-sunken p-1">
        {options.map((option) => (
          <Radio
            key={option.value}
            value={option.value}
            className="flex min-h-8 flex-1 items-center justify-center rounded-lg px-3 py-1 text-center text-ink hover:bg-hover selected:bg-accent-strong selected:font-medium selected:text-accent-ink"
          >
            <span lang={option.lang}>{option.words}</span>
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
