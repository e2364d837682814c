import { useId, useState } from 'preact/hooks';
import { Icon } from '../../ui/icon.js';
import { t } from '../words.js';

/** Takes a file that is chosen or dropped. */
export function Drop({ onFile }: { onFile: (file: File) => void }) {
  const id = useId();
  const [over, setOver] = useState(false);
  const take = (files: FileList | null | undefined) => {
    const [file] = files ?? [];
    if (file) onFile(file);
  };
  return (
    <label
      class="drop"
      for={id}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer?.files);
      }}
    >
      <Icon name="upload" />
      <strong>{t('file.choose')}</strong>
      <span class="soft">{t('file.chooseText')}</span>
      <input
        id={id}
        type="file"
        accept=".csv,.tsv,.txt,text/csv"
        onChange={({ currentTarget }) => {
          take(currentTarget.files);
          // The same file again is another choice: it may have been mended meanwhile.
          currentTarget.value = '';
        }}
      />
    </label>
  );
}
