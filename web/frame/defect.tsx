import { Component, type ComponentChildren } from 'preact';
import { Button } from '../ui/button.js';
import { EmptyState } from '../ui/empty-state.js';
import { t } from '../state/words.js';

/** Catches what a page did not foresee, and offers to open it again, instead of a white screen. */
export class Defect extends Component<{ children: ComponentChildren }, { error: unknown }> {
  override state = { error: undefined as unknown };

  static override getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  override componentDidCatch(error: unknown): void {
    console.error(error);
  }

  override render() {
    if (this.state.error === undefined) return this.props.children;
    return (
      <EmptyState icon="warning" title={t('wrong.page')}>
        <p>{t('wrong.pageText')}</p>
        <Button kind="main" onClick={() => location.reload()}>
          {t('wrong.reload')}
        </Button>
      </EmptyState>
    );
  }
}
