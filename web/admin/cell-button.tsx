import './cell-button.css';

/** The name of a row, which opens it. */
export function CellButton({ text, onClick }: { text: string; onClick: () => void }) {
  return (
    <button type="button" class="cell-button" onClick={onClick}>
      {text}
    </button>
  );
}
