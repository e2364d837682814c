import { Component, type ComponentChildren } from 'preact';
import { Button } from '../ui/button.js';
import { EmptyState } from '../ui/empty-state.js';
import { t } from '../state/words.js';
import './defect.css';

/** How often a page that nobody attends to tries to open again; ms. */
const AGAIN_MS = 5_000;

export interface DefectProps {
  /** It hangs on a wall: it must be seen from afar that it has stopped, and nobody may be there to touch it. */
  unattended: boolean;
  children: ComponentChildren;
}

/** Catches what a page did not foresee, and offers to open it again, instead of a white screen. */
export class Defect extends Component<DefectProps, { error: unknown }> {
  override state = { error: undefined as unknown };
  #again: ReturnType<typeof setInterval> | undefined;

  static override getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  override componentDidCatch(error: unknown): void {
    console.error(error);
    if (this.props.unattended) this.#again ??= setInterval(() => void openAgain(), AGAIN_MS);
  }

  override render() {
    if (this.state.error === undefined) return this.props.children;
    const { unattended } = this.props;
    return (
      <div class="defect" role="alert" data-unattended={unattended || undefined}>
        <EmptyState icon="warning" title={t('wrong.page')}>
          <p>{t(unattended ? 'wrong.unattended' : 'wrong.pageText')}</p>
          <Button kind="main" onClick={() => location.reload()}>
            {t('wrong.reload')}
          </Button>
        </EmptyState>
      </div>
    );
  }
}

/** Only where there is a page to open: a browser that finds no server stays at its own page, for good. */
async function openAgain(): Promise<void> {
  const answer = await fetch(location.pathname).catch(() => null);
  if (answer?.ok) location.reload();
}
