import './spinner.css';

/** Something is under way; beside words that say what. */
export function Spinner() {
  return <i class="spinner" aria-hidden="true" />;
}

/** In the place of what is not here yet. @param text what one waits for */
export function Waiting({ text }: { text: string }) {
  return (
    <div class="waiting" role="status">
      <Spinner />
      <p>{text}</p>
    </div>
  );
}
