import { useId, useRef } from 'preact/hooks';
import { t } from '../state/words.js';
import { Button } from './button.js';
import { Icon } from './icon.js';
import './search-field.css';

export interface SearchFieldProps {
  /** What is looked for, and by what. */
  label: string;
  value: string;
  onInput: (value: string) => void;
}

/** Where one writes what one looks for. Escape, or the cross, shows everything again. */
export function SearchField({ label, value, onInput }: SearchFieldProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const clear = () => {
    onInput('');
    input.current?.focus();
  };
  return (
    <div class="field search-field">
      <label for={id}>{label}</label>
      <span>
        <Icon name="search" />
        <input
          id={id}
          ref={input}
          type="search"
          value={value}
          autoComplete="off"
          spellcheck={false}
          enterKeyHint="search"
          onInput={({ currentTarget }) => onInput(currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || value === '') return;
            event.preventDefault();
            clear();
          }}
        />
        {value !== '' && (
          <Button kind="quiet" icon="close" label={t('search.clear')} onClick={clear} />
        )}
      </span>
    </div>
  );
}
